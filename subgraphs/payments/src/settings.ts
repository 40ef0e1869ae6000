import { postgresUrl } from '@holdfast/kit-base/env';
import { z } from 'zod';
import { providerSettings } from './provider/settings.ts';

/** The settings of this subgraph alone; README.md describes them. */
export const paymentsSettings = {
  POSTGRES_URL: postgresUrl,
  DEMO_TOP_UP: z.enum(['true', 'false'], 'must be true or false').default('false'),
  ...providerSettings,
};
