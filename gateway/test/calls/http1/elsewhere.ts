/** A server that answers while this thread is busy: in a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const SERVER = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

export async function startElsewhere(): Promise<AsyncDisposable & { readonly url: string }> {
  const thread = new Worker(SERVER, { eval: true });
  const [port] = await once(thread, 'message');
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async [Symbol.asyncDispose]() {
      await thread.terminate();
    },
  };
}
