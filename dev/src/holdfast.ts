/**
 * Starts the whole shop: databases, schema, services, demo data, gateway. `npm start` and the end-to-end
 * tests use it.
 */
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { openBundles } from './bundles/bundles.ts';
import { checkBus } from './checkBus.ts';
import { type Program, supervised } from './childProcess.ts';
import { type Databases, startDatabases } from './databases.ts';
import { makePrivateFolder } from './dataDir.ts';
import { isDemoLoaded } from './demo/isLoaded.ts';
import { fileStep } from './fileStep.ts';
import { lockDataDir } from './lock.ts';
import { freePort, isFree } from './ports.ts';
import { removeRunning, writeRunning } from './running.ts';
import { loadSecrets } from './secrets.ts';
import {
  DATABASE_OWNERS,
  type DatabaseUrls,
  endpoints,
  environmentOf,
  mainFileOf,
  type Ports,
  SEMI_SPACE,
  type Service,
  type ServiceSettings,
  SUBGRAPHS,
  WORKERS,
} from './services.ts';
import type { Settings } from './settings.ts';
import { type CrashLimit, type RunningProcess, supervise } from './supervision.ts';
import { runTask } from './tasks/run.ts';
import { unlessAborted } from './unlessAborted.ts';

export interface Holdfast extends AsyncDisposable {
  /** The gateway's URL: `http://localhost:4000`. */
  readonly url: string;
  readonly ports: Ports;
  readonly databases: Databases;
  /** The destination of mails, in words: a folder or a mail server. */
  readonly mail: string;
  /** Returns a service's process, for tests to kill. */
  program(service: Service): RunningProcess | undefined;
  /** Rejects when a service or a database has crashed too often to be restarted. */
  readonly failed: Promise<never>;
  /**
   * Stops everything in order: the gateway first, databases last.
   * @throws the first error, after the last step.
   */
  stop(): Promise<void>;
}

export interface HoldfastOptions extends Settings {
  /** Receives a line for each step of the start. */
  readonly progress: (line: string) => void;
  /** Receives a line for each problem while the shop runs. */
  readonly warn: (line: string) => void;
  /** Aborts the start: `startHoldfast` rejects with its reason once everything that was started has ended. */
  readonly signal?: AbortSignal;
  /** Further settings of services; a function receives the URLs of the databases. */
  readonly env?: ServiceSettings | ((databases: DatabaseUrls) => ServiceSettings);
  /**
   * Changes the whole environment of a service at each of its starts, for instance to put a proxy in front of
   * others.
   */
  readonly rewire?: (service: Service, env: Readonly<Record<string, string>>) => Record<string, string>;
  /** How often a service or a database may crash before it is given up. */
  readonly crashLimit?: CrashLimit;
}

/**
 * Starts everything and waits until it is ready.
 * @throws OperatorError with the problem in one line; then nothing is left running.
 */
export async function startHoldfast(options: HoldfastOptions): Promise<Holdfast> {
  const stops: (() => Promise<void>)[] = [];
  const stop = () => stopAll(stops.splice(0));
  try {
    return await start(options, stops, stop);
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

/** Runs the stops in reverse order. One that fails does not keep the others from running. */
async function stopAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const each of stops.toReversed()) await each().catch((error) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

async function start(
  options: HoldfastOptions,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Holdfast> {
  const { dataDir, progress, warn, signal, crashLimit: limit } = options;
  const lock = await fileStep(`use the data folder ${dataDir}`, lockDataDir(dataDir), { signal });
  stops.push(lock.release);
  // A shop that was killed left this file; its databases are no longer at those URLs.
  await fileStep(`write to ${dataDir}`, removeRunning(dataDir), { signal });
  if (options.port !== 0 && !(await isFree(options.port))) {
    throw new OperatorError(
      `port ${options.port} is taken by another program; end that program, or choose another port: PORT=${options.port + 100} npm start`,
    );
  }
  const reading = loadSecrets(dataDir, DATABASE_OWNERS);
  const secrets = await fileStep(`read the secrets in ${dataDir}`, reading, { signal });
  const ports = await choosePorts(options.port);
  if (options.eventsUrl) await unlessAborted(checkBus(options.eventsUrl), signal);

  for (const name of ['logs', 'compiled']) await makePrivateFolder(join(dataDir, name));
  const bundles = openBundles({ dataDir, progress, signal });
  progress('Starting the databases');
  const [starting, built, bundled] = await Promise.allSettled([
    startDatabases({ ...options, limit, bundles: bundles.current }, secrets, ports.gateway + 10).then(
      (started) => {
        stops.push(started.stop);
        progress(`${started.description.postgres}; ${started.description.mongo}`);
        return started;
      },
    ),
    runTask('prepare', { dataDir, progress, signal }),
    bundles.build(),
  ]);
  signal?.throwIfAborted();
  if (starting.status === 'rejected') throw starting.reason;
  if (built.status === 'rejected') throw built.reason;
  if (bundled.status === 'rejected') throw bundled.reason;
  const databases = starting.value;

  progress('Starting the services');
  const settings = typeof options.env === 'function' ? options.env(databases.urls) : options.env;
  const programOf = (service: Service): Program => {
    const env = {
      ...environmentOf(service, {
        ports,
        databases: databases.urls,
        eventsUrl: databases.eventsUrl,
        secrets,
        dataDir,
        logLevel: options.logLevel,
      }),
      ...settings?.[service],
    };
    return {
      name: service,
      file: mainFileOf(service),
      bundles: bundles.current,
      env: options.rewire?.(service, env) ?? env,
      logFile: join(dataDir, 'logs', `${service}.log`),
      dataDir,
      semiSpace: service === 'gateway' ? undefined : SEMI_SPACE,
    };
  };
  const services = supervise<Service>((service) => supervised(programOf(service)), { warn, progress, limit });
  stops.push(() => services.stop(['users', 'products', 'inventory', 'payments', 'reports', ...WORKERS]));
  stops.push(() => services.stop(['orders']));
  stops.push(() => services.stop(['gateway']));
  await unlessAborted(services.start([...SUBGRAPHS, ...WORKERS]), signal);
  if (!(await isDemoLoaded(databases.urls))) {
    progress('Loading the demo data, once');
    // When this is aborted half-way, the next start finds no account and loads everything.
    const env = { DATABASES: JSON.stringify(databases.urls) };
    await runTask('loadDemo', { dataDir, env, progress, signal });
  }
  await unlessAborted(services.start(['gateway']), signal);
  stops.push(() => removeRunning(dataDir));
  const { ORDERS_URL = '', PRODUCTS_URL = '' } = endpoints(ports);
  await writeRunning(dataDir, {
    databases: databases.urls,
    eventsUrl: databases.eventsUrl,
    settings: { reports: { ORDERS_URL, PRODUCTS_URL, IDENTITY_KEY: secrets.identities.reports.privateKey } },
  });
  bundles.watchSources();
  const failed = Promise.race([databases.failed, services.failed]);
  failed.catch(() => {});
  return {
    url: `http://localhost:${ports.gateway}`,
    ports,
    databases,
    mail: mailDestination(settings?.notifications?.['SMTP_URL'], dataDir),
    program: services.program,
    failed,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Returns the destination of mails, without the password that the URL may contain. */
function mailDestination(smtpUrl: string | undefined, dataDir: string): string {
  if (smtpUrl === undefined) return `files in ${join(dataDir, 'mail')}`;
  const { protocol, host } = new URL(smtpUrl);
  return `${protocol}//${host}`;
}

/** Gives the gateway the wanted port and the others those after it, or any free ones. */
async function choosePorts(wanted: number): Promise<Ports> {
  const gateway = wanted === 0 ? await freePort() : wanted;
  const others: [string, number][] = [];
  for (const [n, name] of [...SUBGRAPHS, ...WORKERS].entries())
    others.push([name, await freePort(gateway + 1 + n)]);
  return { gateway, ...Object.fromEntries(others) } as Ports;
}
