import type { Figures } from '@holdfast/kit-telemetry/metrics';
import type { FastifyInstance } from 'fastify';

export const METRICS_PATH = '/metrics';

/**
 * Serves a registry in Prometheus' text format without authentication. No label may contain customer data,
 * and the port must not be reachable from outside.
 */
export function addMetrics(app: FastifyInstance, registry: Figures): void {
  app.get(METRICS_PATH, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
