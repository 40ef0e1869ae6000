/**
 * `node dev/src/onShop.ts SERVICE FILE …`: runs a service's command on its database, which is that of
 * `MONGODB_URL` or `POSTGRES_URL` when that is set, and otherwise that of the shop that runs on the data
 * folder.
 */
import { resolve } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { runOperatorCommand } from '@holdfast/kit-process/operatorCommand';
import { lockHolder } from './lock.ts';
import { readRunning } from './running.ts';
import { MONGO_SERVICES, ROOT } from './services.ts';
import { readSettings } from './settings.ts';

async function settingsOf(service: string, setting: string): Promise<Record<string, string>> {
  const { dataDir } = readSettings(process.env);
  const running = (await lockHolder(dataDir)) && (await readRunning(dataDir));
  const url = running && Object.entries({ ...running.databases.mongo, ...running.databases.postgres });
  const [, found] = (url || []).find(([name]) => name === service) ?? [];
  if (running && found !== undefined) return { ...running.settings[service], [setting]: found };
  throw new OperatorError(
    `no shop runs on ${dataDir}; start it, set DATA_DIR to its folder, or set ${setting} to the database of ${service}.`,
  );
}

const [service = '', file = '', ...more] = process.argv.slice(2);
const setting = MONGO_SERVICES.some((name) => name === service) ? 'MONGODB_URL' : 'POSTGRES_URL';
await runOperatorCommand(service, async () => {
  if (!process.env[setting]) Object.assign(process.env, await settingsOf(service, setting));
  process.argv = [process.execPath, file, ...more];
  await import(resolve(ROOT, file));
});
