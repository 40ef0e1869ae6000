import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/**
 * Listens and then does nothing: the system accepts as many connections as its backlog holds, and lets
 * further ones wait.
 */
const LISTEN = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });`;
/** More connections than the backlog holds. */
const FILLING = 8;

/** A local port where no connection succeeds. */
export async function startDeaf(): Promise<AsyncDisposable & { readonly port: number }> {
  const worker = new Worker(LISTEN, { eval: true });
  const [port] = (await once(worker, 'message')) as [number];
  const filling: Socket[] = Array.from({ length: FILLING }, () =>
    connect(port, '127.0.0.1').on('error', () => {}),
  );
  await once(filling[0]!, 'connect');
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of filling) socket.destroy();
      await worker.terminate();
    },
  };
}
