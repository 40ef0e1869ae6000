import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/** Ports of the servers whose connections are guarded; empty until the first. */
const guarded = new Set<number>();

/**
 * Makes writing to a connection that is gone an error, for connections to these ports.
 *
 * mongodb 7.8.0 waits for `drain` when `write` says false (cmap/connection.js, `writeCommand`). From a socket that is
 * destroyed and has not said `close` yet that event never comes, and no timeout ends the wait. When all connections were
 * cut at once, the driver's monitor waited so: it never looked at the server again, and every operation failed with
 * MongoServerSelectionError until the process was started anew. It meets servers that are polled, as the embedded one and
 * FerretDB; of MongoDB the monitor reads all the time. An error of `write` the driver handles well.
 */
export function guardSockets(ports: readonly number[]): void {
  if (guarded.size === 0) subscribe('net.client.socket', onSocket);
  for (const port of ports) guarded.add(port);
}

function onSocket(message: unknown): void {
  const { socket } = message as { readonly socket: Socket };
  // Not at `connect`: a connection that was reset by then no longer says where it led.
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
    // Node puts another one there when the other side has ended (`writeAfterFIN`), which says false like the first.
    set(other: typeof write) {
      write = other;
    },
  });
}
