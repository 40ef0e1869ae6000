import type pg from 'pg';

/**
 * Takes a connection from the pool. `pool.connect()` resolves a microtask after the pool has stopped listening to
 * the connection, and a connection that breaks in between would end the process with an unhandled `error` event.
 * @param onError called with the errors of the connection while no statement runs; remove it before the release.
 */
export function checkOut(pool: pg.Pool, onError: (error: Error) => void): Promise<pg.PoolClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (!client) return reject(error);
      client.on('error', onError);
      resolve(client);
    });
  });
}
