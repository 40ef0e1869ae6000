/** What a process tells Prometheus about itself: `GET /metrics`. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export { Counter, Gauge, type Registry };

/**
 * A registry of its own with what every process has: CPU, memory, garbage collection, event loop lag. Each figure is
 * labelled with the service's name. Further ones are made with `registers: [registry]`.
 */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** What can be shown: a registry, or several as one. */
export interface Figures {
  readonly contentType: string;
  metrics(): Promise<string>;
}
