import { httpUrl, mongoUrl, wholeNumber } from '@holdfast/kit-base/env';
import { z } from 'zod';

/** The settings that only this subgraph has. README.md describes each. */
export const ordersSettings = {
  // Seconds that a client waits for its order at most. Must be below the gateway's MUTATION_TIMEOUT_MS.
  REQUEST_DEADLINE: wholeNumber(1, 60).default(10),
  // Seconds of nothing but faults until a step is given up, and until its compensation is.
  STEP_PATIENCE: wholeNumber(60, 86_400).default(15 * 60),
  COMPENSATION_PATIENCE: wholeNumber(60, 604_800).default(60 * 60),
  MONGODB_URL: mongoUrl,
  IDENTITY_KEY: z.string(),
  USERS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  INVENTORY_URL: httpUrl,
  PAYMENTS_URL: httpUrl,
};
