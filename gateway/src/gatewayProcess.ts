/** A process that answers requests: the only one, or one of several workers. */

import cluster from 'node:cluster';
import { randomUUID } from 'node:crypto';
import { createIdentitySigner } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { Running } from '@holdfast/kit-process/lifecycle';
import { createSupergraphReloader } from './graph/reload.ts';
import { collectGarbage } from './planning/thread/collectGarbage.ts';
import { watchFile } from './reloading/watch.ts';
import { createDocuments } from './security/documents/documents.ts';
import { loadManifest } from './security/documents/manifest.ts';
import { createManifestReloader } from './security/documents/reload.ts';
import { createGateway } from './server.ts';
import { defaultJwksUrl, type readSettings, relocateSubgraphs } from './settings.ts';
import { stopTimeout } from './stopTimeout.ts';
import { createBroker } from './subscriptions/broker.ts';
import { followEvents } from './subscriptions/followEvents.ts';
import { loadSupergraph } from './supergraph/load.ts';
import { listenForMetrics } from './telemetry/listen.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import { createGatewayTelemetry } from './telemetry/telemetry.ts';
import { countTraffic } from './traffic/countTraffic.ts';
import { NO_TRAFFIC } from './traffic/traffic.ts';
import { shareMetrics } from './workers/metrics.ts';

export interface GatewayProcess extends Running {
  /** Reads the supergraph and the persisted operations again. */
  reload(): void;
}

/** @throws OperatorError for a problem that the operator can fix. */
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
  const persisted = await readPersisted(settings.persistedOperationsFile);
  const documents = createDocuments(settings.documentsMode, persisted?.first ?? null);
  const broker = eventsUrl === undefined ? null : createBroker({ hearing: false });
  const metrics = createGatewayMetrics(settings.metrics.operations);
  const counting = settings.traffic && (await countTraffic(settings.traffic, { clock, log }));
  const server = await createGateway({
    ...settings,
    traffic: counting?.traffic ?? NO_TRAFFIC,
    telemetry: createGatewayTelemetry(metrics, { newId: randomUUID }),
    supergraph: await read(),
    broker,
    documents,
    overrides: { labels: settings.overrideLabels, random: Math.random },
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
    // The primary process serves the metrics of its workers.
    cluster.isWorker ? { ...settings.metrics, port: 'off' } : settings.metrics,
    log,
  );
  const events =
    broker &&
    followEvents(
      async () => {
        // Loads the clients of both buses, only for a gateway that receives events.
        const { connectProcessBus } = await import('@holdfast/kit-events/connectBus');
        return connectProcessBus({ url: eventsUrl ?? '', name: 'gateway', log });
      },
      broker,
      log,
    );
  const reloading = (of: string) => ({ observe: metrics.reload(of), now, log });
  const reloaded = [
    {
      file: settings.supergraphFile,
      ...createSupergraphReloader({ read, graphs: server.graphs, ...reloading('supergraph') }),
    },
    ...(persisted
      ? [
          {
            file: persisted.file,
            ...createManifestReloader({ ...persisted, documents, ...reloading('documents') }),
          },
        ]
      : []),
  ];
  const watching = reloaded.map(({ file, reload }) => watchFile(file, reload));
  // Half of this thread's heap is garbage from the start.
  collectGarbage();
  return {
    url,
    reload: () => {
      for (const { reload } of reloaded) void reload();
    },
    stopTimeout: stopTimeout(settings),
    stop: async () => {
      await Promise.all(watching.map((each) => each.stop()));
      await server.close();
      await counting?.stop();
      await events?.stop();
      await figures.close();
    },
  };
}

/** @throws OperatorError when it cannot be read. */
async function readPersisted(file: string | undefined) {
  if (file === undefined) return null;
  const read = () => loadManifest(file);
  return { file, read, first: await read() };
}
