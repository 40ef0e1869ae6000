import { addGracefulClose } from '@holdfast/kit/gracefulClose';
import { addHealth, type HealthChecks } from '@holdfast/kit/health';
import { addMetrics, type Registry } from '@holdfast/kit/metrics';
import type { HttpServer } from '@holdfast/kit/server';
import { fastify } from 'fastify';

/** Creates the server of health and metrics; it does not listen yet. */
export function createStatusServer(health: HealthChecks, metrics: Registry): HttpServer {
  const app = fastify({ forceCloseConnections: 'idle' });
  addGracefulClose(app);
  addHealth(app, health);
  addMetrics(app, metrics);
  return { listen: (address) => app.listen(address), close: () => app.close() };
}
