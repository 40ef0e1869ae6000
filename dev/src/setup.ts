/**
 * Sets up external database servers for `docker compose up`: each service's own role or user, its database
 * and, with `DEMO=true`, the demo data. Running it again changes nothing.
 */
import { mongoUrl, postgresUrl, readEnv } from '@holdfast/kit-base/env';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { z } from 'zod';
import { isDemoLoaded } from './demo/isLoaded.ts';
import { resetDemo } from './demo/load.ts';
import { provisionMongo } from './provision/mongo.ts';
import { provisionPostgres } from './provision/postgres.ts';

const password = z.string().regex(/^[\w-]{16,}$/, 'must be 16 or more letters, digits, - or _');

const settingsSchema = z.object({
  POSTGRES_URL: postgresUrl,
  MONGODB_URL: mongoUrl,
  USERS_PASSWORD: password,
  PRODUCTS_PASSWORD: password,
  ORDERS_PASSWORD: password,
  INVENTORY_PASSWORD: password,
  PAYMENTS_PASSWORD: password,
  REPORTS_PASSWORD: password,
  NOTIFICATIONS_PASSWORD: password,
  DEMO: z.enum(['true', 'false'], 'must be true or false').default('false'),
});

await runOperatorCommand('setup', async () => {
  const settings = readEnv(settingsSchema, process.env);
  const postgres = await provisionPostgres(settings.POSTGRES_URL, {
    inventory: settings.INVENTORY_PASSWORD,
    payments: settings.PAYMENTS_PASSWORD,
    reports: settings.REPORTS_PASSWORD,
    notifications: settings.NOTIFICATIONS_PASSWORD,
  });
  const mongo = await provisionMongo(settings.MONGODB_URL, {
    users: settings.USERS_PASSWORD,
    products: settings.PRODUCTS_PASSWORD,
    orders: settings.ORDERS_PASSWORD,
  });
  process.stdout.write('Every service has its own database.\n');
  if (settings.DEMO === 'true' && !(await isDemoLoaded({ postgres, mongo }))) {
    await resetDemo({ postgres, mongo });
    process.stdout.write('The demo data is loaded.\n');
  }
});
