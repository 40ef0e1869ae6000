import { OperatorError } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import type { Figures } from '@holdfast/kit-telemetry/metrics';
import { createMetricsServer } from './metricsServer.ts';

export interface MetricsAddress {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number | 'off';
  /** Whether somebody chose it: else it may be taken, and then there are no metrics, rather than no gateway. */
  readonly isChosen: boolean;
}

/** @throws OperatorError when the port was chosen and is taken. */
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
