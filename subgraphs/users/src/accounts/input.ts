/** The fields of an account as clients write them, which several features read. */
import { ROLES } from '@holdfast/kit-base/scopes';
import { id, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { isEmail } from './domain/email.ts';

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
export const EMAIL_LENGTH = 254;

export const email = text(3, EMAIL_LENGTH).refine(isEmail, 'Not an e-mail address.');

export const name = text(1, 100);

export const roles = z
  .array(z.enum(ROLES))
  .min(1, 'Must have at least one role.')
  .transform((roles) => ROLES.filter((role) => roles.includes(role)));

export const emailSchema = z.object({ email });

export const profileSchema = z.object({ name: name.nullish() });

export const userIdSchema = z.object({ id });
