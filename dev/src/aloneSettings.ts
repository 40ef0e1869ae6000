import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { type Service, SUBGRAPHS, WORKERS } from './services.ts';
import { readSettings, type Settings } from './settings.ts';

const SERVICES: readonly Service[] = [...SUBGRAPHS, ...WORKERS, 'gateway'];

/** @throws OperatorError naming the services. */
export function readService(name: string | undefined): Service {
  const service = SERVICES.find((each) => each === name);
  if (service) return service;
  throw new OperatorError(`name one of ${SERVICES.join(', ')}: npm run alone -- inventory`);
}

/** Returns the settings of `npm start`, with a separate data folder for the service. */
export function aloneSettings(service: Service, env: NodeJS.ProcessEnv): Settings {
  const settings = readSettings(env);
  return { ...settings, dataDir: join(settings.dataDir, 'alone', service) };
}
