import type { FastifyInstance } from 'fastify';

/** Lets every answer that is given while the server closes end its connection. One that is kept alive holds `close` up
 * for as long as it may be idle: 72 seconds, by Fastify's default. */
export function addGracefulClose(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
