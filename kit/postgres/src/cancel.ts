/** Statements that end when nobody waits for them. */

import { connect } from 'node:net';
import type { Deadline } from '@holdfast/kit-base/scope';
import pg from 'pg';

/** What the driver knows of its connection and its types lack: what a cancel request has to name. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}

/** Milliseconds until a server that does not take a cancel request is not waited for. */
const CANCEL_TIMEOUT = 1_000;

/** Of a cancel request (PostgreSQL, Message Formats). */
const CANCEL_CODE = 80_877_102;
const CANCEL_BYTES = 16;

/**
 * Runs one statement on a connection of the pool, and cancels it at the server when nobody waits for it any more.
 *
 * Cancelled and not bounded by `set local statement_timeout`, which would cost a transaction, so two more round trips, for
 * each of the many statements that end in time.
 * @throws the signal's reason when it was given up.
 */
export async function queryUntilDeadline<T>(
  pool: pg.Pool,
  { signal }: Deadline,
  query: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const client = await pool.connect();
  let broken: Error | undefined;
  let cancelling: Promise<void> | undefined;
  const keep = (error: Error) => {
    broken ??= error;
  };
  const cancel = () => {
    cancelling = requestCancel(client as unknown as Backend).catch(keep);
  };
  client.on('error', keep);
  try {
    // The wait for a connection may have been too long.
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel);
    return await query(client);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // Not PostgreSQL's word: nobody knows what the connection is still busy with.
    if (!(error instanceof pg.DatabaseError) && error instanceof Error) keep(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    // Else it might arrive when the connection is at work for somebody else.
    await cancelling;
    client.off('error', keep);
    client.release(broken);
  }
}

/** Resolves when the server has passed it on, which it says by closing the connection. */
function requestCancel({ host, port, processID, secretKey }: Backend): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = Buffer.alloc(CANCEL_BYTES);
  for (const [n, word] of [CANCEL_BYTES, CANCEL_CODE, processID, secretKey].entries()) {
    request.writeInt32BE(word | 0, n * 4);
  }
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(CANCEL_TIMEOUT, () => socket.destroy(new Error('A cancel request was not taken.')));
  socket
    .on('error', reject)
    .on('close', () => resolve())
    .resume();
  socket.end(request);
  return promise;
}
