import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts an HTTP server on a free port. Disposal cuts its open requests. */
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

/**
 * Opens a port on which the machine accepts no more connections: the program is blocked, and its accept queue
 * is full.
 */
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
  // More than the queue holds, so the last ones stay unanswered.
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
  /** Holds back all traffic, as an unplugged cable does. @returns when the first data was held back. */
  cut(): Promise<void>;
  /** Lets the held data pass, and all further traffic. */
  repair(): void;
}

/** Opens a TCP line to the server of `url`. Its own URL differs in host and port only. */
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
    repair: () => {
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
