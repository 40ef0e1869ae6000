import { createIdentitySigner } from '@holdfast/kit/identity';
import { runProcess } from '@holdfast/kit/lifecycle';
import { createLog } from '@holdfast/kit/log';
import { createGateway } from './server.ts';
import { defaultJwksUrl, readSettings, relocateSubgraphs } from './settings.ts';
import { loadSupergraph } from './supergraph/load.ts';

await runProcess('gateway', async (setLog) => {
  const settings = readSettings(process.env);
  const log = createLog('gateway', settings.logLevel);
  setLog(log);
  const clock = () => new Date();
  const supergraph = relocateSubgraphs(await loadSupergraph(settings.supergraphFile), process.env);
  const server = await createGateway({
    ...settings,
    supergraph,
    jwksUrl: settings.jwksUrl ?? defaultJwksUrl(supergraph),
    sign: createIdentitySigner('gateway', settings.identityKey, clock),
    clock,
    log,
  });
  const url = await server.listen({ host: settings.host, port: settings.port });
  return { url, stop: () => server.close() };
});
