/** `npm run demo:reset`: restores the demo data, whether the shop runs or not. */
import { OperatorError } from '@holdfast/kit-base/errors';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { startDatabases } from '../databases.ts';
import { lockDataDir, lockHolder } from '../lock.ts';
import { readRunning } from '../running.ts';
import { loadSecrets } from '../secrets.ts';
import { DATABASE_OWNERS } from '../services.ts';
import { readSettings, type Settings } from '../settings.ts';
import { resetDemo } from './load.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => ending.abort(new OperatorError('interrupted before it was done; run it again.')));
}

/** Starts the databases of a shop that does not run, resets the data, and stops them again. */
async function resetStopped(settings: Settings): Promise<void> {
  const lock = await lockDataDir(settings.dataDir);
  try {
    const secrets = await loadSecrets(settings.dataDir, DATABASE_OWNERS);
    const options = { ...settings, signal: ending.signal, warn: say, progress: say };
    const databases = await startDatabases(options, secrets, settings.port + 10);
    try {
      await resetDemo(databases.urls, ending.signal);
    } finally {
      await databases.stop();
    }
  } finally {
    await lock.release();
  }
}

await runOperatorCommand('holdfast', async () => {
  const settings = readSettings(process.env);
  const running = (await lockHolder(settings.dataDir)) && (await readRunning(settings.dataDir));
  say('Deleting everything and loading the demo data …');
  await (running ? resetDemo(running.databases, ending.signal) : resetStopped(settings));
  say('The demo data is restored.');
});
