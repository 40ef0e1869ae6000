import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
}

/** An HTTP server on a free port; what it did not answer is cut on disposal. */
export async function httpServer(answer: RequestListener): Promise<TestServer> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A port where the machine takes no connection any more: its program stands still, and the queue before it is full. */
export async function deafServer(): Promise<TestServer> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  // More than the queue takes; the last ones stay unanswered themselves.
  const queue = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await once(queue[0] as Socket, 'connect');
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of queue) socket.destroy();
      await worker.terminate();
    },
  };
}

export interface Line extends TestServer {
  /** Nothing passes any more, as when a cable is out. @returns when something was held back. */
  cut(): Promise<void>;
  /** What was held back passes, and all that follows. */
  mend(): void;
}

/** A TCP line to the server of `url`; its own URL is the same but for host and port. */
export async function lineTo(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let whenHeld: (() => void) | undefined;
  const held: (() => void)[] = [];
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => {
      if (!whenHeld) return void to.write(chunk);
      held.push(() => to.write(chunk));
      whenHeld();
    });
    from.on('close', () => to.destroy()).on('error', () => {});
  };
  const server = createTcpServer((near) => {
    const far = connect(Number(port), hostname);
    join(near, far);
    join(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(url);
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: own.href,
    cut: () =>
      new Promise((resolve) => {
        whenHeld = resolve;
      }),
    mend: () => {
      whenHeld = undefined;
      for (const pass of held.splice(0)) pass();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
