import type { FastifyInstance } from 'fastify';

/** A header that no page can send without being asked for it before (a preflight); Apollo Server looks for it. */
const PREFLIGHTED = 'apollo-require-preflight';

/**
 * Tells Apollo Server's guard against cross-site request forgery which requests no page made: browsers say where a request comes
 * from (Fetch Metadata, `Sec-Fetch-Site`), so that `curl` need not send a header to ask by GET.
 */
export function letToolsAskByGet(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers }) => {
    const page = headers['sec-fetch-site'] !== undefined || headers.origin !== undefined;
    if (method === 'GET' && !page) headers[PREFLIGHTED] ??= 'true';
  });
}
