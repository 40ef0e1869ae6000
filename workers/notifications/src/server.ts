import { addHealth, type HealthChecks } from '@holdfast/kit-http/health';
import { addGracefulClose, type HttpServer } from '@holdfast/kit-http/httpServer';
import { addMetrics } from '@holdfast/kit-http/metricsRoute';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { fastify } from 'fastify';

/** Creates the server of health and metrics; it does not listen yet. */
export function createStatusServer(health: HealthChecks, metrics: Registry): HttpServer {
  const app = fastify({ forceCloseConnections: 'idle' });
  addGracefulClose(app);
  addHealth(app, health);
  addMetrics(app, metrics);
  return { listen: (address) => app.listen(address), close: () => app.close() };
}
