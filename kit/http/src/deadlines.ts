import { startDeadline, TIMEOUT_HEADER } from '@holdfast/kit-base/deadline';
import { currentScope } from '@holdfast/kit-base/scope';
import type { FastifyInstance } from 'fastify';

/** Milliseconds: an hour, longer than any caller waits, and within the range of Node's timers. */
export const MAX_TIMEOUT = 3_600_000;

/**
 * Adds the caller's deadline to the scope of each request to `path`. Call it right after `addRequestScope`.
 * @param service this service, as the supergraph names it.
 */
export function addDeadlines(app: FastifyInstance, service: string, path: string): void {
  app.addHook('onRequest', (request, reply, done) => {
    const scope = currentScope();
    if (scope && request.routeOptions.url === path) {
      const deadline = startDeadline(service, readTimeout(request.headers[TIMEOUT_HEADER]));
      scope.deadline = deadline;
      reply.raw.once('close', () => (reply.raw.writableFinished ? deadline.end() : deadline.abandon()));
    }
    done();
  });
}

/** Returns Infinity unless the header is a whole number of milliseconds from 1 to an hour. */
function readTimeout(header: unknown): number {
  const timeout =
    typeof header === 'string' && /^[1-9]\d{0,6}$/.test(header) ? Number(header) : MAX_TIMEOUT + 1;
  return timeout <= MAX_TIMEOUT ? timeout : Number.POSITIVE_INFINITY;
}
