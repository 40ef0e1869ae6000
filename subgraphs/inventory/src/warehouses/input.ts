import { text } from '@holdfast/kit-values/validation';
import { z } from 'zod';

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$/;

export const warehouseInput = z.object({
  code: z.string().regex(CODE, 'Must have 1 to 20 letters, digits, hyphens or underscores.'),
  name: text(1, 100),
});
