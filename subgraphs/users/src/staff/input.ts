import { id, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { roles } from '../accounts/input.ts';

export const rolesSchema = z.object({ userId: id, roles });

/** Words to search for: at most as long as a name and an e-mail address together. */
export const searchSchema = z.object({ search: text(0, 200).nullish() });
