import { Gauge, type Registry } from 'prom-client';

/** How many connections of a pool are in which state, or requests that wait for one. */
export type PoolFigures = () => Readonly<Record<string, number>>;

const pools = new WeakMap<Registry, Map<string, PoolFigures>>();

/**
 * Shows a pool at each look: `pool_connections{pool="postgres",state="idle"}`.
 * @param name of the pool, in this process; another one of the same name takes its place.
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
