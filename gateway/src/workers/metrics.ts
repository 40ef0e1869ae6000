/** Figures of several workers as one: Prometheus asks the process that keeps them. */
import type { Figures, Registry } from '@holdfast/kit-telemetry/metrics';
import { AggregatorRegistry } from 'prom-client';

/** In the process that keeps the workers: the sum of what they share. */
export function workersMetrics(): Figures {
  const all = new AggregatorRegistry();
  return { contentType: all.contentType, metrics: () => all.clusterMetrics() };
}

/** In a worker: gives its figures to who asks for all. */
export function shareMetrics(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  // It answers from when one is made.
  new AggregatorRegistry();
}
