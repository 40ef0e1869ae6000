import { text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { newPassword, password } from '../credentials/input.ts';

export const changePasswordSchema = z.object({ currentPassword: password, newPassword });

export const resetPasswordSchema = z.object({ token: text(1, 200), newPassword });
