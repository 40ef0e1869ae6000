import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';

export interface FerretdbServer extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts FerretDB on its SQLite backend without telemetry, in a temporary directory that disposal removes.
 */
export async function startFerretdb(program: string, port: number): Promise<FerretdbServer> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ferretdb-'));
  await mkdir(join(folder, 'data'));
  const options = [
    '--handler=sqlite',
    `--sqlite-url=file:${join(folder, 'data')}/`,
    `--state-dir=${folder}`,
    `--listen-addr=127.0.0.1:${port}`,
    '--debug-addr=-',
    '--telemetry=disable',
    '--log-level=ERROR',
  ];
  const child = spawn(program, options, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DO_NOT_TRACK: '1' },
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `mongodb://127.0.0.1:${port}/`;
  try {
    const crashed = exited.then(([code]) =>
      Promise.reject(new Error(`FerretDB ended with ${code} before it answered`)),
    );
    await Promise.race([answers(url), crashed]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: stop };
}

/** Waits for the server: the driver itself retries until it answers. */
async function answers(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 30_000, heartbeatFrequencyMS: 500 });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}
