import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const SERVER = `
  const { createServer } = require('node:http');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer((request, response) => {
    const answered = () => {
      Atomics.add(workerData, 0, 1);
      Atomics.notify(workerData, 0);
    };
    response.setHeader('content-type', 'application/json');
    request.resume().on('end', () => setTimeout(() => response.end('{}', answered), 100));
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

export interface ServerThread extends AsyncDisposable {
  readonly url: string;
  /** Blocks this thread until the server has answered `count` requests. @throws Error after 10 seconds. */
  blockUntilAnswered(count: number): void;
}

/** Starts a server in its own thread that answers `{}` after 100 ms, even while this thread is blocked. */
export async function startServerThread(): Promise<ServerThread> {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(SERVER, { eval: true, workerData: answered });
  const [port] = (await once(thread, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    blockUntilAnswered(count) {
      while (Atomics.load(answered, 0) < count) {
        if (Atomics.wait(answered, 0, count - 1, 10_000) === 'timed-out')
          throw new Error('The server received no request.');
      }
    },
    async [Symbol.asyncDispose]() {
      await thread.terminate();
    },
  };
}

/** Blocks this thread for a number of milliseconds. */
export function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
