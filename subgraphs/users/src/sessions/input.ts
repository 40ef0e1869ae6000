import { text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { EMAIL_LENGTH } from '../accounts/input.ts';
import { password } from '../credentials/input.ts';

/** The form of the e-mail address is not checked: text that is not an address has no account. */
export const loginSchema = z.object({ email: text(1, EMAIL_LENGTH), password });

export const refreshTokenSchema = z.object({ refreshToken: text(1, 200) });
