/** `npm run reports:rebuild`: rebuilds the sales from orders and products, while the shop runs. */
import { httpUrl, postgresUrl, readEnv } from '@holdfast/kit-base/env';
import { OperatorError } from '@holdfast/kit-base/errors';
import { createIdentitySigner } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { createServiceClients } from '@holdfast/kit-subgraph/serviceClient';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { createSources } from '../rebuild/readSources.ts';
import { rebuild } from '../rebuild/rebuild.ts';

const settingsSchema = z.object({
  POSTGRES_URL: postgresUrl,
  ORDERS_URL: httpUrl,
  PRODUCTS_URL: httpUrl,
  IDENTITY_KEY: z.string(),
});

const say = (line: string) => process.stdout.write(`${line}\n`);
const clock = () => new Date();

try {
  const settings = readEnv(settingsSchema, process.env);
  const database = await connectPostgres({
    url: settings.POSTGRES_URL,
    name: 'reports:rebuild',
    connections: 2,
  });
  const sign = createIdentitySigner('reports', settings.IDENTITY_KEY, clock);
  const urls = { orders: settings.ORDERS_URL, products: settings.PRODUCTS_URL };
  const services = createServiceClients(urls, { sign });
  try {
    const progress = (orders: number) => say(`${orders} orders …`);
    const done = await rebuild({ database, clock, newId: newUuid }, createSources(services), progress);
    say(`Rebuilt from ${done.products} products and ${done.orders} orders.`);
  } finally {
    await Promise.all([services.orders.end(), services.products.end(), database.end()]);
  }
} catch (error) {
  if (!(error instanceof OperatorError || error instanceof GraphQLError)) throw error;
  const unfinished = error instanceof GraphQLError ? ' Run it again: until it ends, sales are missing.' : '';
  process.stderr.write(`reports:rebuild: ${error.message}${unfinished}\n`);
  process.exitCode = 1;
}
