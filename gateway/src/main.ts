import { connectProcessBus } from '@holdfast/kit/events/processBus';
import { createIdentitySigner } from '@holdfast/kit/identity';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { createDocuments } from './security/documents/documents.ts';
import { loadManifest } from './security/documents/manifest.ts';
import { createGateway } from './server.ts';
import { defaultJwksUrl, readSettings, relocateSubgraphs } from './settings.ts';
import { createBroker } from './subscriptions/broker.ts';
import { followEvents } from './subscriptions/followEvents.ts';
import { loadSupergraph } from './supergraph/load.ts';

await runProcess('gateway', async (setLog) => {
  const settings = readSettings(process.env);
  const log = createLog('gateway', settings.logLevel);
  setLog(log);
  if (settings.warning !== undefined) log.warn({}, settings.warning);
  const clock = () => new Date();
  const supergraph = relocateSubgraphs(await loadSupergraph(settings.supergraphFile), process.env);
  const { eventsUrl, identityKey, persistedOperationsFile } = settings;
  const manifest = persistedOperationsFile === undefined ? null : await loadManifest(persistedOperationsFile);
  const broker = eventsUrl === undefined ? null : createBroker();
  const server = await createGateway({
    ...settings,
    supergraph,
    broker,
    authentication:
      identityKey === null
        ? null
        : {
            jwksUrl: settings.jwksUrl ?? defaultJwksUrl(supergraph),
            sign: createIdentitySigner('gateway', identityKey, clock),
          },
    documents: createDocuments(settings.documentsMode, manifest),
    clock,
    now: () => performance.now(),
    log,
  });
  const url = await server.listen({ host: settings.host, port: settings.port });
  const events =
    broker &&
    followEvents(() => connectProcessBus({ url: eventsUrl ?? '', name: 'gateway', log }), broker, log);
  return {
    url,
    stop: async () => {
      await server.close();
      await events?.stop();
    },
  };
});
