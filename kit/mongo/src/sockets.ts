import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** The ports of the servers whose connections are guarded; empty until the first connection. */
const guarded = new Set<number>();

/**
 * Makes `write` throw on a closed connection to one of these ports.
 *
 * mongodb 7.8.0 waits for `drain` when `write` returns false (cmap/connection.js, `writeCommand`). A socket
 * that is destroyed but has not emitted `close` yet never emits that event, and no timeout ends the wait.
 * When all connections were cut at once, the driver's monitor waited like this: it never checked the server
 * again, and every operation failed with MongoServerSelectionError until the process was restarted. This
 * affects servers that the monitor polls, such as the embedded one and FerretDB; from MongoDB it reads a
 * stream. The driver handles an error of `write` correctly.
 */
export function guardSockets(ports: readonly number[]): void {
  if (guarded.size === 0) subscribe('net.client.socket', onSocket);
  for (const port of ports) guarded.add(port);
}

function onSocket(message: unknown): void {
  const { socket } = message as { readonly socket: Socket };
  // Not at `connect`, because a connection that was reset by then no longer has its remote port.
  socket.once('connectionAttempt', (_address: string, port: number) => {
    if (guarded.has(port)) guard(socket);
  });
}

function guard(socket: Socket): void {
  let write = socket.write as (...args: unknown[]) => boolean;
  const guardedWrite = (...args: unknown[]) => {
    if (socket.destroyed || socket.writableEnded) throw new Error('The connection is closed.');
    return write.apply(socket, args);
  };
  Object.defineProperty(socket, 'write', {
    get: () => guardedWrite,
    // Node assigns another `write` when the peer has ended the connection (`writeAfterFIN`); it also returns
    // false.
    set(other: typeof write) {
      write = other;
    },
  });
}
