import { connectProcessBus } from '@holdfast/kit/events/processBus';
import { createIdentitySigner } from '@holdfast/kit/identity';
import { newUuid } from '@holdfast/kit/ids';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { createGateway } from './server.ts';
import { defaultJwksUrl, readSettings, relocateSubgraphs } from './settings.ts';
import { createBroker } from './subscriptions/broker.ts';
import { followEvents } from './subscriptions/followEvents.ts';
import { loadSupergraph } from './supergraph/load.ts';
import { listenForMetrics } from './telemetry/listen.ts';
import { createGatewayMetrics } from './telemetry/metrics.ts';
import { createGatewayTelemetry } from './telemetry/telemetry.ts';

await runProcess('gateway', async (setLog) => {
  const settings = readSettings(process.env);
  const log = createLog('gateway', settings.logLevel);
  setLog(log);
  const clock = () => new Date();
  const supergraph = relocateSubgraphs(await loadSupergraph(settings.supergraphFile), process.env);
  const { eventsUrl } = settings;
  const broker = eventsUrl === undefined ? null : createBroker();
  const metrics = createGatewayMetrics(settings.metrics.operations);
  const server = await createGateway({
    ...settings,
    supergraph,
    broker,
    telemetry: createGatewayTelemetry(metrics, { newId: newUuid }),
    jwksUrl: settings.jwksUrl ?? defaultJwksUrl(supergraph),
    sign: createIdentitySigner('gateway', settings.identityKey, clock),
    clock,
    log,
  });
  const url = await server.listen({ host: settings.host, port: settings.port });
  const figures = await listenForMetrics(metrics.registry, settings.metrics, log);
  const events =
    broker &&
    followEvents(() => connectProcessBus({ url: eventsUrl ?? '', name: 'gateway', log }), broker, log);
  return {
    url,
    stop: async () => {
      await server.close();
      await events?.stop();
      await figures.close();
    },
  };
});
