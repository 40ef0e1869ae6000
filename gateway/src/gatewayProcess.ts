/** One process that answers: the only one, or one of several workers. */

import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { createIdentitySigner } from '@holdfast/kit/identity';
import type { Running } from '@holdfast/kit/lifecycle';
import type { Log } from '@holdfast/kit/log';
import { createDocuments } from './security/documents/documents.ts';
import { loadManifest } from './security/documents/manifest.ts';
import { createGateway } from './server.ts';
import { defaultJwksUrl, type readSettings, relocateSubgraphs } from './settings.ts';
import { stopTimeout } from './stopTimeout.ts';
import { createBroker } from './subscriptions/broker.ts';
import { followEvents } from './subscriptions/followEvents.ts';
import { loadSupergraph } from './supergraph/load.ts';
import { createReloader } from './supergraph/reload.ts';
import { watchFile } from './supergraph/watch.ts';
import { listenForMetrics } from './telemetry/listen.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import { createGatewayTelemetry } from './telemetry/telemetry.ts';
import { keepWriting, openTrafficWriter } from './traffic/openWriter.ts';
import { createTraffic, NO_TRAFFIC } from './traffic/traffic.ts';
import { shareMetrics } from './workers/metrics.ts';
import { shareTraffic } from './workers/traffic.ts';

export interface GatewayProcess extends Running {
  /** Reads the supergraph again. */
  reload(): void;
}

/** @throws OperatorError for what the operator can mend. */
export async function startGateway(
  settings: ReturnType<typeof readSettings>,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<GatewayProcess> {
  const clock = () => new Date();
  const now = () => performance.now();
  const { eventsUrl, identityKey, jwksUrl = defaultJwksUrl } = settings;
  const read = async () => {
    const supergraph = relocateSubgraphs(await loadSupergraph(settings.supergraphFile), env);
    if (identityKey !== null && typeof jwksUrl === 'function') jwksUrl(supergraph);
    return supergraph;
  };
  const { documentsMode, persistedOperationsFile } = settings;
  const manifest = persistedOperationsFile === undefined ? null : await loadManifest(persistedOperationsFile);
  const broker = eventsUrl === undefined ? null : createBroker();
  const metrics = createGatewayMetrics(settings.metrics.operations);
  const traffic = settings.traffic && createTraffic({ log });
  const writer =
    settings.traffic &&
    (cluster.isWorker ? shareTraffic() : await openTrafficWriter(settings.traffic, { clock, log }));
  const server = await createGateway({
    ...settings,
    traffic: traffic ?? NO_TRAFFIC,
    telemetry: createGatewayTelemetry(metrics, { newId: randomUUID }),
    supergraph: await read(),
    broker,
    documents: createDocuments(documentsMode, manifest),
    authentication:
      identityKey === null ? null : { jwksUrl, sign: createIdentitySigner('gateway', identityKey, clock) },
    clock,
    now,
    log,
  });
  const url = await server.listen({ host: settings.host, port: settings.port });
  if (cluster.isWorker) shareMetrics(metrics.registry);
  const figures = await listenForMetrics(
    metrics.registry,
    // Of a worker's the process that keeps it tells.
    cluster.isWorker ? { ...settings.metrics, port: 'off' } : settings.metrics,
    log,
  );
  const events =
    broker &&
    followEvents(
      async () => {
        // The clients of both buses, for a gateway that hears of events.
        const { connectProcessBus } = await import('@holdfast/kit/events/processBus');
        return connectProcessBus({ url: eventsUrl ?? '', name: 'gateway', log });
      },
      broker,
      log,
    );
  const counting =
    traffic && writer && settings.traffic && keepWriting(writer, traffic.take, settings.traffic);
  const reloader = createReloader({ read, graphs: server.graphs, now, log });
  const watching = watchFile(settings.supergraphFile, reloader.reload);
  return {
    url,
    reload: () => void reloader.reload(),
    stopTimeout: stopTimeout(settings),
    stop: async () => {
      await watching.stop();
      await server.close();
      await counting?.stop();
      await events?.stop();
      await figures.close();
    },
  };
}
