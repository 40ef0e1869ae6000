/** Cancels statements at the deadline of their request. */

import { connect } from 'node:net';
import type { Deadline } from '@holdfast/kit-base/scope';
import pg from 'pg';
import { checkOut } from './checkOut.ts';

/** The properties of a connection that a cancel request needs. The driver has them, but its types do not. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

/** Milliseconds after which the wait for a server to accept a cancel request ends. */
const CANCEL_TIMEOUT = 1_000;

/** The code of a cancel request (PostgreSQL, Message Formats). */
const CANCEL_CODE = 80_877_102;
const CANCEL_BYTES = 16;

/**
 * Runs one statement on a connection of the pool, and cancels it at the server once its caller no longer
 * waits.
 *
 * A cancel request is cheaper than `set local statement_timeout`, which would need a transaction, and so two
 * more round trips, for each of the many statements that finish in time.
 * @throws the signal's reason when the caller no longer waits.
 */
export async function queryUntilDeadline<T>(
  pool: pg.Pool,
  { signal }: Deadline,
  query: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  let broken: Error | undefined;
  let cancelling: Promise<void> | undefined;
  const keep = (error: Error) => {
    broken ??= error;
  };
  const client = await checkOut(pool, keep);
  const cancel = () => {
    cancelling = requestCancel(client as unknown as Backend).catch(keep);
  };
  try {
    // The deadline may have passed during the wait for a connection.
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel);
    return await query(client);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // The error is not from PostgreSQL, so the connection may still be busy with the statement.
    if (!(error instanceof pg.DatabaseError) && error instanceof Error) keep(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    // Otherwise the cancellation could hit the connection's next user.
    await cancelling;
    client.off('error', keep);
    client.release(broken);
  }
}

/**
 * Sends a cancel request. Resolves when the server has processed it, which it signals by closing the
 * connection.
 */
function requestCancel({ host, port, processID, secretKey }: Backend): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = Buffer.alloc(CANCEL_BYTES);
  for (const [n, word] of [CANCEL_BYTES, CANCEL_CODE, processID, secretKey].entries()) {
    request.writeInt32BE(word | 0, n * 4);
  }
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(CANCEL_TIMEOUT, () =>
    socket.destroy(new Error('The server did not accept a cancel request.')),
  );
  socket
    .on('error', reject)
    .on('close', () => resolve())
    .resume();
  socket.end(request);
  return promise;
}
