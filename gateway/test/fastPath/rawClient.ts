import { connect } from 'node:net';

export interface RawClient extends AsyncDisposable {
  write(text: string): void;
  /**
   * Resolves with the next answer, which must have a Content-Length; undefined when the connection ends
   * before it.
   */
  answer(): Promise<{ readonly head: string; readonly body: string } | undefined>;
  /** Ends the client's half of the connection. */
  end(): void;
  /** Resolves when the connection has ended, with the bytes that were not read as an answer. */
  readonly ended: Promise<string>;
}

/** Connects a client that sends exactly the bytes of a test. */
export function connectRaw(url: string): RawClient {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let received = '';
  let isOver = false;
  const waiting: (() => void)[] = [];
  const wake = () => {
    for (const next of waiting.splice(0)) next();
  };
  const ended = Promise.withResolvers<string>();
  const over = () => {
    isOver = true;
    wake();
    ended.resolve(received);
  };
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
    wake();
  });
  socket.on('end', () => {
    socket.end();
    over();
  });
  socket.on('error', over);
  socket.on('close', over);
  const take = () => {
    const end = received.indexOf('\r\n\r\n');
    const head = received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (end < 0 || received.length < end + 4 + length) return undefined;
    const body = received.slice(end + 4, end + 4 + length);
    received = received.slice(end + 4 + length);
    return { head, body };
  };
  return {
    write: (text) => void socket.write(text, 'latin1'),
    async answer() {
      for (;;) {
        const answer = take();
        if (answer || isOver) return answer;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    end: () => void socket.end(),
    ended: ended.promise,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await ended.promise;
    },
  };
}
