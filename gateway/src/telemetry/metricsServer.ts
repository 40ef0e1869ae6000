import { addGracefulClose } from '@holdfast/kit/gracefulClose';
import { addMetrics, type Figures } from '@holdfast/kit/metrics';
import type { HttpServer } from '@holdfast/kit/server';
import { fastify } from 'fastify';

/** `GET /metrics` on a port of its own: not beside the API, which everybody reaches. It does not listen yet. */
export function createMetricsServer(registry: Figures): HttpServer {
  const app = fastify({ forceCloseConnections: 'idle' });
  addGracefulClose(app);
  addMetrics(app, registry);
  return { listen: (address) => app.listen(address), close: () => app.close() };
}
