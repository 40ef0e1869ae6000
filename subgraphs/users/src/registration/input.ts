import { postalAddress } from '@holdfast/kit-values/postalAddress';
import { id, optionalText, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { email, name, roles } from '../accounts/input.ts';
import { MAX_ADDRESSES } from '../addresses/domain/addressBook.ts';
import { newPassword } from '../credentials/input.ts';

export const registerSchema = z.object({ email, password: newPassword, name });

export const newUserSchema = z.object({
  id: id.optional(),
  email,
  emailVerified: z.boolean().default(false),
  name,
  password: newPassword,
  roles,
  addresses: z
    .array(
      z.object({
        id: id.optional(),
        label: optionalText(50),
        isDefault: z.boolean().default(false),
        address: postalAddress,
      }),
    )
    .max(MAX_ADDRESSES, `Must have at most ${MAX_ADDRESSES} addresses.`)
    .refine(
      (addresses) => addresses.filter(({ isDefault }) => isDefault).length <= 1,
      'At most one address can be the default.',
    ),
});

export const tokenSchema = z.object({ token: text(1, 200) });
