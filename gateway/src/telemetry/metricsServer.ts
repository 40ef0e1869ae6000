import { addGracefulClose } from '@holdfast/kit-http/gracefulClose';
import type { HttpServer } from '@holdfast/kit-http/httpServer';
import { addMetrics } from '@holdfast/kit-http/metricsRoute';
import type { Figures } from '@holdfast/kit-telemetry/metrics';
import { fastify } from 'fastify';

/** `GET /metrics` on a port of its own: not beside the API, which everybody reaches. It does not listen yet. */
export function createMetricsServer(registry: Figures): HttpServer {
  const app = fastify({ forceCloseConnections: 'idle' });
  addGracefulClose(app);
  addMetrics(app, registry);
  return { listen: (address) => app.listen(address), close: () => app.close() };
}
