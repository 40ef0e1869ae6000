import { httpUrl, mongoUrl, wholeNumber } from '@holdfast/kit-base/env';
import { z } from 'zod';

/** Those that only this subgraph has; README.md says what each is for. */
export const ordersSettings = {
  // Seconds. A client waits no longer for its order; the gateway's MUTATION_TIMEOUT_MS has to be above it.
  REQUEST_DEADLINE: wholeNumber(1, 60).default(10),
  // Seconds of faults and nothing else until a step is given up, and until undoing one is.
  STEP_PATIENCE: wholeNumber(60, 86_400).default(15 * 60),
  COMPENSATION_PATIENCE: wholeNumber(60, 604_800).default(60 * 60),
  MONGODB_URL: mongoUrl,
  IDENTITY_KEY: z.string(),
  USERS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  INVENTORY_URL: httpUrl,
  PAYMENTS_URL: httpUrl,
};
