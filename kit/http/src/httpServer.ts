import type { FastifyInstance } from 'fastify';

/** A server that can be started and stopped. */
export interface HttpServer {
  /** Listens on an address; port 0 means any free port. @returns the base URL. */
  listen(address: { host: string; port: number }): Promise<string>;
  /** Finishes the running requests, then closes. */
  close(): Promise<void>;
}

/**
 * Makes every answer end its connection while the server closes. A connection that is kept alive would delay
 * `close` until its idle timeout: 72 seconds by Fastify's default.
 */
export function addGracefulClose(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
