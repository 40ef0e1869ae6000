import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { OperatorError } from '@holdfast/kit-base/errors';

const HOST = '127.0.0.1';

/** Returns true when no program listens on the port; false for an invalid port. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: HOST, exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}

/**
 * Below the range that operating systems assign to outgoing connections, so that a free port stays free until
 * it is used.
 */
const QUIET = { from: 10_000, to: 32_000 } as const;
const ATTEMPTS = 100;

/** Returns the wanted port when it is free, and otherwise any free one. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await isFree(wanted))) return wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(QUIET.from, QUIET.to);
    if (await isFree(port)) return port;
  }
  throw new OperatorError('no port is free on this machine; end some of the programs that listen on ports.');
}
