/** What the use cases take from outside, and its limits. */

import { ROLES } from '@holdfast/kit-base/scopes';
import { postalAddress } from '@holdfast/kit-values/postalAddress';
import { id, optionalText, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { isCommonPassword } from './commonPasswords.ts';
import { MAX_ADDRESSES } from './domain/addressBook.ts';
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

/** A password to be: its length, and not one of the commonest. */
const newPassword = password(8).refine(
  (value) => !isCommonPassword(value),
  'Is one of the commonest passwords: choose another.',
);

const email = text(3, EMAIL_LENGTH).refine(isEmail, 'Not an e-mail address.');
const name = text(1, 100);
const label = optionalText(50);
const roles = z
  .array(z.enum(ROLES))
  .min(1, 'Must have one role at least.')
  .transform((roles) => ROLES.filter((role) => roles.includes(role)));

export const newUserSchema = z.object({
  id: id.optional(),
  email,
  emailVerified: z.boolean().default(false),
  name,
  password: newPassword,
  roles,
  addresses: z
    .array(
      z.object({ id: id.optional(), label, isDefault: z.boolean().default(false), address: postalAddress }),
    )
    .max(MAX_ADDRESSES, `Must have ${MAX_ADDRESSES} addresses at most.`)
    .refine(
      (addresses) => addresses.filter(({ isDefault }) => isDefault).length <= 1,
      'One address at most can be the default.',
    ),
});

export const registerSchema = z.object({ email, password: newPassword, name });

export const profileSchema = z.object({ name: name.nullish() });

const addressInput = z.object({
  label: text(0, 50)
    .nullish()
    .transform((value) => (value === undefined ? undefined : value || null)),
  isDefault: z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined),
  address: postalAddress,
});

export const addAddressSchema = z.object({ input: addressInput });

export const updateAddressSchema = z.object({ id, input: addressInput });

export const removeAddressSchema = z.object({ id });

export const changePasswordSchema = z.object({ currentPassword: password(1), newPassword });

export const emailSchema = z.object({ email });

export const resetPasswordSchema = z.object({ token: text(1, 200), newPassword });

export const tokenSchema = z.object({ token: text(1, 200) });

export const rolesSchema = z.object({ userId: id, roles });

/** Words to search for; at most as many as a name and an e-mail address have. */
export const searchSchema = z.object({ search: text(0, 200).nullish() });

/** Shape does not matter here: what is no address has no account. */
export const loginSchema = z.object({ email: text(1, EMAIL_LENGTH), password: password(1) });

export const refreshTokenSchema = z.object({ refreshToken: text(1, 200) });

export const userIdSchema = z.object({ id });
