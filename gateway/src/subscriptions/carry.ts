import type { IncomingMessage } from 'node:http';
import type { Log } from '@holdfast/kit-base/log';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { codecOf } from './protocols.ts';

/** The part of a session that graphql-ws has from the start. */
export interface Carried {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Closes the connection, after the sub-protocol's own farewell message. */
  close(code: number, reason: string): void;
}

/** The milliseconds between two pings. A client that has not answered by the next one is gone. */
const KEEP_ALIVE = 12_000;
/** The most unread bytes of a client before the gateway stops reading from it. */
const MAX_UNREAD = 1_048_576;
const NORMAL = 1000;

/**
 * Lets graphql-ws serve a client's WebSocket in the negotiated sub-protocol. Without one, the connection
 * closes at once.
 */
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
  pauseWhileUnread(socket, request);
  // A `close` follows.
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
          // Later messages wait for the first; reading pauses, so that they do not pile up in memory.
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

/** Applies backpressure: stops reading from a client that does not read its messages. */
function pauseWhileUnread(client: WebSocket, { socket }: IncomingMessage): void {
  const look = () => {
    if (client.bufferedAmount > MAX_UNREAD) client.pause();
  };
  client.on('message', look).on('ping', look);
  socket.on('drain', () => client.resume());
}
