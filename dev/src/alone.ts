/**
 * `npm run alone -- NAME`: runs one service alone until Ctrl-C, on embedded databases in its own folder below
 * the data folder, or on the servers of `POSTGRES_URL` and `MONGODB_URL`. `npm run alone:identity -- NAME`
 * then prints the header of a caller.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { aloneSettings, readService } from './aloneSettings.ts';
import { openBundles } from './bundles/bundles.ts';
import { startProgram } from './childProcess.ts';
import { startDatabases } from './databases.ts';
import { makePrivateFolder } from './dataDir.ts';
import { lockDataDir } from './lock.ts';
import { freePort, isFree } from './ports.ts';
import { loadSecrets } from './secrets.ts';
import {
  DATABASE_OWNERS,
  environmentOf,
  MONGO_SERVICES,
  mainFileOf,
  type Ports,
  SUBGRAPHS,
  WORKERS,
} from './services.ts';
import { forwardedSettings } from './settings.ts';

/** The default ports of `npm start`: the service finds any other service that runs on them. */
const SHOP = Object.fromEntries(
  ['gateway', ...SUBGRAPHS, ...WORKERS].map((name, n) => [name, 4000 + n]),
) as Ports;

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
const say = (line: string) => process.stdout.write(`${line}\n`);

await runOperatorCommand('alone', async () => {
  await using stack = new AsyncDisposableStack();
  const service = readService(process.argv[2]);
  const settings = aloneSettings(service, process.env);
  const { dataDir, port, logLevel } = settings;
  stack.defer((await lockDataDir(dataDir)).release);
  if (port !== 0 && !(await isFree(port)))
    throw new OperatorError(
      `port ${port} is taken; choose another port: PORT=${port + 100} npm run alone -- ${service}`,
    );
  const secrets = await loadSecrets(dataDir, DATABASE_OWNERS);
  const own = port === 0 ? await freePort() : port;
  const options = { progress: say, signal: ending.signal };
  const bundles = openBundles({ dataDir, ...options });
  await makePrivateFolder(join(dataDir, 'logs'));
  await bundles.build();
  const databases = await startDatabases(
    {
      ...settings,
      ...options,
      warn: say,
      bundles: bundles.current,
      mongoOf: MONGO_SERVICES.filter((name) => name === service),
    },
    secrets,
    own + 10,
  );
  stack.defer(databases.stop);
  const env = {
    ...environmentOf(service, {
      ports: { ...SHOP, [service]: own },
      databases: databases.urls,
      eventsUrl: databases.eventsUrl,
      secrets,
      dataDir,
      logLevel,
    }),
    ...forwardedSettings(process.env)[service],
  };
  const logFile = join(dataDir, 'logs', `${service}.log`);
  const program = await startProgram(
    { name: service, file: mainFileOf(service), bundles: bundles.current, env, logFile },
    ending.signal,
  );
  stack.defer(() => program.stop());
  say(`${service} runs alone: http://127.0.0.1:${own}, log ${logFile}; Ctrl-C stops it.`);
  const crashed = program.ended.then((how) => {
    if (!ending.signal.aborted) throw new OperatorError(`${service} ended (${how}); see ${logFile}.`);
  });
  await Promise.race([ending.signal.aborted || once(ending.signal, 'abort'), crashed, databases.failed]);
}).catch((error) => {
  if (!ending.signal.aborted) throw error;
});
