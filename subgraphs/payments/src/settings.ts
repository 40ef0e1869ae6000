import { postgresUrl } from '@holdfast/kit-base/env';
import { z } from 'zod';
import { providerSettings } from './provider/settings.ts';

/** Those that only this subgraph has; README.md says what each is for. */
export const paymentsSettings = {
  POSTGRES_URL: postgresUrl,
  DEMO_TOP_UP: z.enum(['true', 'false'], 'must be true or false').default('false'),
  ...providerSettings,
};
