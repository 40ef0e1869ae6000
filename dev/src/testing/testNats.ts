import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../ports.ts';
import { NATS_SERVER } from './tools.ts';

export interface TestNats extends AsyncDisposable {
  readonly url: string;
  /** Kills the server, as a power cut would, and starts it again on the same data. */
  restart(): Promise<void>;
}

/** Starts a NATS server with JetStream; disposal stops it and removes its data. */
export async function testNats(): Promise<TestNats> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-nats-'));
  const port = await freePort();
  let server = await start(port, folder);
  // A test that times out disposes of nothing.
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  const stop = async (signal: NodeJS.Signals) => {
    const exit = once(server, 'exit');
    server.kill(signal);
    await exit;
  };
  return {
    url: `nats://127.0.0.1:${port}`,
    restart: async () => {
      await stop('SIGKILL');
      server = await start(port, folder);
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', end);
      await stop('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(port: number, folder: string) {
  const args = ['--jetstream', '--addr', '127.0.0.1', '--port', String(port), '--store_dir', folder];
  const server = spawn(NATS_SERVER, args, { stdio: 'ignore' });
  const failed = once(server, 'exit').then(() => Promise.reject(new Error('nats-server did not start.')));
  failed.catch(() => {});
  await Promise.race([answers(port), failed]);
  return server;
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' });
    const answered = await once(socket, 'data').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (answered) return;
    await delay(20);
  }
}
