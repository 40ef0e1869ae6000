/** A server that writes exactly the bytes of a test. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface RawRequest {
  /** Counted from 0, over all connections. */
  readonly n: number;
  /** The number of its connection, from 0. */
  readonly connection: number;
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
}

export interface RawServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RawRequest[];
  /** The number of connections opened. */
  connections(): number;
  /** Resolves when this many connections have ended. */
  ended(count: number): Promise<void>;
  /** Resolves when this many requests have arrived. */
  asked(count: number): Promise<void>;
}

/** @param behave called for each request, once all of it has arrived. */
export async function startRawServer(behave: (request: RawRequest) => void): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  const changed: (() => void)[] = [];
  let opened = 0;
  let closed = 0;
  const reached = (reads: () => number, count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (reads() >= count) resolve();
        else changed.push(look);
      };
      look();
    });
  const change = () => {
    for (const look of changed.splice(0)) look();
  };
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = opened++;
    sockets.add(socket);
    let received = '';
    socket.setEncoding('latin1').on('data', (part) => {
      received += part;
      for (let whole = readRequest(received); whole; whole = readRequest(received)) {
        received = received.slice(whole.head.length + 4 + Buffer.byteLength(whole.body));
        const request = { n: requests.length, connection, socket, ...whole };
        requests.push(request);
        behave(request);
        change();
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      closed++;
      change();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address!.port : 0;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    port,
    requests,
    connections: () => opened,
    ended: (count) => reached(() => closed, count),
    asked: (count) => reached(() => requests.length, count),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function readRequest(received: string): Pick<RawRequest, 'head' | 'body'> | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.slice(0, end);
  const length = Number(/\r\ncontent-length: (\d+)/.exec(head)?.[1]);
  const bytes = received.slice(end + 4, end + 4 + length);
  if (bytes.length < length) return null;
  return { head, body: Buffer.from(bytes, 'latin1').toString() };
}

/** Writes a whole answer with its length. */
export function answerOf(body: string, headers: readonly string[] = []): string {
  return ['HTTP/1.1 200 OK', ...headers, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

/** Writes parts that the other side reads one by one, as far as the system allows. */
export async function writeParts(socket: Socket, parts: Iterable<string | Buffer>): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => {
      socket.write(part, () => setImmediate(resolve));
    });
  }
}
