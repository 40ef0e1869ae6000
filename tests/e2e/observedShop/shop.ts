/**
 * The shop that all tests of this folder share. Everything that it does can be observed: its requests and
 * database queries, its traces, its metrics and its log at the debug level.
 */
import { afterAll, beforeAll } from 'vitest';
import { freePort } from '../../../dev/src/ports.ts';
import { SUBGRAPHS as ALL, type Subgraph as Any, MONGO_SERVICES } from '../../../dev/src/services.ts';
import { type Shop, startShop } from '../shop.ts';
import { type Collector, startCollector } from './collector.ts';
import { countingDatabaseProxy, type DatabaseProxy } from './countingDatabaseProxy.ts';
import { type CountingProxy, countingProxy } from './countingProxy.ts';

/** The observed subgraphs. Reports only handles events. */
export type Subgraph = Exclude<Any, 'reports'>;
const SUBGRAPHS = ALL.filter((name): name is Subgraph => name !== 'reports');

export interface ObservedShop {
  readonly shop: Shop;
  /** The lines about problems, such as a crashed service. */
  readonly warnings: readonly string[];
  readonly collector: Collector;
  /** The port of the gateway's metrics. */
  readonly metricsPort: number;
  /** The proxies before each subgraph and before its database. */
  readonly proxies: Readonly<Record<Subgraph, CountingProxy>>;
  readonly databases: Readonly<Record<Subgraph, DatabaseProxy>>;
}

/** Set before the hooks and tests of the folder run. */
export let observed: ObservedShop;

export const bySubgraph = <Value>(of: (name: Subgraph) => Value) =>
  Object.fromEntries(SUBGRAPHS.map((name) => [name, of(name)])) as Record<Subgraph, Value>;

const isMongo = (name: Subgraph) => MONGO_SERVICES.some((service) => service === name);

const opened = new AsyncDisposableStack();

async function open<Value extends AsyncDisposable>(
  make: () => Promise<Value>,
): Promise<Record<Subgraph, Value>> {
  const made = await Promise.all(SUBGRAPHS.map(async () => opened.use(await make())));
  return bySubgraph((name) => made[SUBGRAPHS.indexOf(name)] as Value);
}

beforeAll(async () => {
  const collector = opened.use(await startCollector());
  const proxies = await open(countingProxy);
  const databases = await open(countingDatabaseProxy);
  const metricsPort = await freePort();
  const warnings: string[] = [];
  const shop = await startShop(
    warnings,
    ({ mongo, postgres }) => {
      const urls: Record<string, string> = { ...mongo, ...postgres };
      const database = bySubgraph((name) => ({
        [isMongo(name) ? 'MONGODB_URL' : 'POSTGRES_URL']: databases[name].urlFor(urls[name] ?? ''),
      }));
      const subgraphs = SUBGRAPHS.map((name) => [`${name.toUpperCase()}_URL`, proxies[name].url]);
      const metrics = { METRICS_PORT: String(metricsPort), METRICS_OPERATIONS: 'PlaceOrder' };
      return { ...database, gateway: { ...Object.fromEntries(subgraphs), ...metrics } };
    },
    {
      rewire: (_service, env) => ({
        ...env,
        LOG_LEVEL: 'debug',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      }),
    },
  );
  opened.use(shop);
  for (const name of SUBGRAPHS) proxies[name].target = shop.holdfast.ports[name];
  observed = { shop, warnings, collector, metricsPort, proxies, databases };
});
afterAll(() => opened.disposeAsync());
