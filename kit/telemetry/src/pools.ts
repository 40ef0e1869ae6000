import { Gauge, type Registry } from 'prom-client';

/** Returns the number of a pool's connections in each state, and of requests that wait for one. */
export type PoolFigures = () => Readonly<Record<string, number>>;

const pools = new WeakMap<Registry, Map<string, PoolFigures>>();

/**
 * Exports the state of a pool: `pool_connections{pool="postgres",state="idle"}`.
 * @param name the pool's name in this process. A later pool of the same name replaces an earlier one.
 */
export function showPool(registry: Registry, name: string, figures: PoolFigures): void {
  const shown = pools.get(registry) ?? addGauge(registry);
  shown.set(name, figures);
}

function addGauge(registry: Registry): Map<string, PoolFigures> {
  const shown = new Map<string, PoolFigures>();
  pools.set(registry, shown);
  new Gauge({
    name: 'pool_connections',
    help: 'Connections of a pool by state; waiting, pending: requests that wait for one.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [pool, figures] of shown) {
        for (const [state, count] of Object.entries(figures())) this.set({ pool, state }, count);
      }
    },
  });
  return shown;
}
