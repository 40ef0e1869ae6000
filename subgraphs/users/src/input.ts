/** What the use cases take from outside, and its limits. */
import { postalAddress } from '@holdfast/kit/postalAddress';
import { ROLES } from '@holdfast/kit/scopes';
import { id, text } from '@holdfast/kit/validation';
import { z } from 'zod';
import { isEmail } from './domain/email.ts';

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
const EMAIL_LENGTH = 254;
const PASSWORD_LENGTH = 128;

/** A password as it was typed: not trimmed; its length is counted in characters, not in UTF-16 units. */
function password(min: number) {
  return z
    .string()
    .refine(
      (value) => value.isWellFormed() && !value.includes('\0'),
      'Contains characters that are not text.',
    )
    .refine((value) => {
      const length = Array.from(value).length;
      return length >= min && length <= PASSWORD_LENGTH;
    }, `Must have ${min} to ${PASSWORD_LENGTH} characters.`);
}

const optionalText = (max: number) =>
  text(0, max)
    .nullish()
    .transform((value) => value || null);

export const newUserSchema = z.object({
  id: id.optional(),
  email: text(3, EMAIL_LENGTH).refine(isEmail, 'Not an e-mail address.'),
  emailVerified: z.boolean().default(false),
  name: text(1, 100),
  password: password(8),
  roles: z
    .array(z.enum(ROLES))
    .min(1, 'Must have one role at least.')
    .transform((roles) => ROLES.filter((role) => roles.includes(role))),
  addresses: z
    .array(
      z.object({
        id: id.optional(),
        label: optionalText(50),
        isDefault: z.boolean().default(false),
        address: postalAddress,
      }),
    )
    .max(20, 'Must have 20 addresses at most.')
    .refine(
      (addresses) => addresses.filter(({ isDefault }) => isDefault).length <= 1,
      'One address at most can be the default.',
    ),
});

/** Shape does not matter here: what is no address has no account. */
export const loginSchema = z.object({ email: text(1, EMAIL_LENGTH), password: password(1) });

export const refreshTokenSchema = z.object({ refreshToken: text(1, 200) });

export const userIdSchema = z.object({ id });
