import { mongoUrl } from '@holdfast/kit-base/env';
import { z } from 'zod';

/** The settings that only this subgraph has; see README.md. */
export const usersSettings = {
  MONGODB_URL: mongoUrl,
  ADDRESS_LIMIT_FACTOR: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number, 1 to 9999')
    .default('1')
    .transform(Number),
};
