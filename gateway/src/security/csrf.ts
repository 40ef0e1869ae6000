import type { FastifyInstance } from 'fastify';

/** A header that a page can send only after a preflight. Apollo Server looks for it. */
const PREFLIGHTED = 'apollo-require-preflight';

/**
 * Marks requests that no page made for Apollo Server's CSRF prevention, so that `curl` can use GET without an
 * extra header. Browsers say where a request comes from (Fetch Metadata, `Sec-Fetch-Site`).
 */
export function allowGetFromTools(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers }) => {
    const page = headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
    if (method === 'GET' && !page) headers[PREFLIGHTED] ??= 'true';
  });
}
