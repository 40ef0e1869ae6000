import type { IncomingMessage } from 'node:http';
import type { Log } from '@holdfast/kit-base/log';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { codecOf } from './protocols.ts';

/** What graphql-ws knows of a connection from its beginning. */
export interface Carried {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Ends it, with the sub-protocol's own last word. */
  close(code: number, reason: string): void;
}

/** Milliseconds between two signs of life; a client that gives none until the next has gone. */
const KEEP_ALIVE = 12_000;
/** Bytes that may wait for a client to read them before nothing more is read from it. */
const MAX_UNREAD = 1_048_576;
const NORMAL = 1000;

/** Lets graphql-ws serve a client's WebSocket, in whichever sub-protocol was agreed on; with none it ends at once. */
export function carry(
  server: Server<Carried>,
  { socket, request, log }: { socket: WebSocket; request: IncomingMessage; log: Log },
): void {
  const codec = codecOf(socket.protocol);
  const send = (text: string) =>
    new Promise<void>((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) resolve();
      else socket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  const close = (code: number, reason: string) => {
    const told = codec?.farewell(code, reason);
    if (told) socket.send(told, () => {});
    socket.close(code, reason);
  };
  const failed = (error: unknown) => {
    log.error({ err: error }, 'a message of a WebSocket failed');
    close(CloseCode.InternalServerError, 'Internal server error');
  };
  readWhileItReads(socket, request);
  // The connection ends with it.
  socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket broke'));

  const closed = server.opened(
    {
      protocol: codec ? GRAPHQL_TRANSPORT_WS_PROTOCOL : socket.protocol,
      async send(text) {
        for (const message of codec?.write(text) ?? []) await send(message);
      },
      close,
      onMessage(handle) {
        let first: Promise<void> | undefined;
        socket.on('message', (bytes) => {
          const text = codec?.read(String(bytes)) ?? null;
          if (text === null) return close(NORMAL, '');
          if (!codec?.isHasty) return void handle(text).catch(failed);
          if (first) return void first.then(() => handle(text)).catch(failed);
          // What follows waits for it, and nothing more is read: or it would wait in our memory.
          socket.pause();
          first = handle(text)
            .catch(failed)
            .finally(() => socket.resume());
        });
      },
    },
    { socket, request, close },
  );
  const beating = beat(socket, codec?.beat ?? null);
  socket.once('close', (code, reason) => {
    beating.stop();
    closed(code, String(reason)).catch(failed);
  });
}

function beat(socket: WebSocket, message: string | null) {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const interval = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
    if (message !== null) socket.send(message, () => {});
  }, KEEP_ALIVE);
  return { stop: () => clearInterval(interval) };
}

/** Reads nothing more from a client that does not read what it is told. */
function readWhileItReads(client: WebSocket, { socket }: IncomingMessage): void {
  const look = () => {
    if (client.bufferedAmount > MAX_UNREAD) client.pause();
  };
  client.on('message', look).on('ping', look);
  socket.on('drain', () => client.resume());
}
