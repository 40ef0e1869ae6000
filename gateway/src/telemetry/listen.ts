import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { addGracefulClose, type HttpServer } from '@holdfast/kit-http/httpServer';
import { addMetrics } from '@holdfast/kit-http/metricsRoute';
import type { Figures } from '@holdfast/kit-telemetry/metrics';
import { fastify } from 'fastify';

export interface MetricsAddress {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number | 'off';
  /**
   * True when an operator chose the port. A default port may be taken: the gateway then runs without metrics.
   */
  readonly isChosen: boolean;
}

/** Serves metrics at an address. @throws OperatorError when the port was chosen and is taken. */
export async function listenForMetrics(
  registry: Figures,
  { host, port, isChosen }: MetricsAddress,
  log: Log,
): Promise<{ readonly url: string | null; close(): Promise<void> }> {
  const off = { url: null, close: async () => {} };
  if (port === 'off') return off;
  const server = createMetricsServer(registry);
  try {
    const url = await server.listen({ host, port });
    log.debug({ url }, 'metrics are there');
    return { url, close: () => server.close() };
  } catch (cause) {
    await server.close();
    const message = `metrics cannot be served at ${host} port ${port}; set METRICS_PORT to a free port, or to off.`;
    if (isChosen) throw new OperatorError(message, { cause });
    log.warn({}, message);
    return off;
  }
}

/** Creates a server for `GET /metrics` on its own port, because everyone can reach the API's. */
function createMetricsServer(registry: Figures): HttpServer {
  const app = fastify({ forceCloseConnections: 'idle' });
  addGracefulClose(app);
  addMetrics(app, registry);
  return { listen: (address) => app.listen(address), close: () => app.close() };
}
