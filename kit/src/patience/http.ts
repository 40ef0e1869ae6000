import type { FastifyInstance } from 'fastify';
import { TIMEOUT_HEADER } from '../deadline.ts';
import { currentScope } from '../telemetry/scope.ts';
import { startPatience } from './patience.ts';

/** Milliseconds: an hour, more than anybody waits and less than Node's timers take. */
const MAX_TIMEOUT = 3_600_000;

/**
 * Notes in the scope of each request to `path` how long its caller waits. To be added right after the scope is.
 * @param service this one, as the supergraph names it.
 */
export function addPatience(app: FastifyInstance, service: string, path: string): void {
  app.addHook('onRequest', (request, reply, done) => {
    const scope = currentScope();
    if (scope && request.routeOptions.url === path) {
      const patience = startPatience(service, readTimeout(request.headers[TIMEOUT_HEADER]));
      scope.patience = patience;
      reply.raw.once('close', () => (reply.raw.writableFinished ? patience.end() : patience.leave()));
    }
    done();
  });
}

/** Infinity for what is no whole number of milliseconds from 1 to an hour. */
function readTimeout(header: unknown): number {
  const timeout =
    typeof header === 'string' && /^[1-9]\d{0,6}$/.test(header) ? Number(header) : MAX_TIMEOUT + 1;
  return timeout <= MAX_TIMEOUT ? timeout : Number.POSITIVE_INFINITY;
}
