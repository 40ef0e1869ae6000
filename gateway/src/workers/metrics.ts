/** Aggregates the metrics of several workers: Prometheus scrapes the primary process. */
import type { Figures, Registry } from '@holdfast/kit-telemetry/metrics';
import { AggregatorRegistry } from 'prom-client';

/** Returns the sum of the workers' metrics, in the primary process. */
export function workersMetrics(): Figures {
  const all = new AggregatorRegistry();
  return { contentType: all.contentType, metrics: () => all.clusterMetrics() };
}

/** Shares a worker's metrics with the primary process. */
export function shareMetrics(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  // The worker answers the primary once it has created an instance.
  new AggregatorRegistry();
}
