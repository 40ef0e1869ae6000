/** The metrics of a process, served at `GET /metrics`. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export { Counter, Gauge, type Registry };

/**
 * Creates a registry with the metrics that every process has: CPU, memory, garbage collection, event loop
 * lag. Each metric has the service's name as a label. Create further ones with `registers: [registry]`.
 */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** A source of metrics: one registry, or several merged. */
export interface Figures {
  readonly contentType: string;
  metrics(): Promise<string>;
}
