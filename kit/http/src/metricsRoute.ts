import type { Figures } from '@holdfast/kit-telemetry/metrics';
import type { FastifyInstance } from 'fastify';

export const METRICS_PATH = '/metrics';

/**
 * Serves a registry in Prometheus' text format, to anybody who reaches the port: no label may hold anything of a
 * customer's, and the port stays inside.
 */
export function addMetrics(app: FastifyInstance, registry: Figures): void {
  app.get(METRICS_PATH, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
