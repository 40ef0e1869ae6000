import { withTimeout } from '@holdfast/kit-base/timeLimit';
import type { FastifyInstance } from 'fastify';

/**
 * The dependencies that a process needs to be ready, by name. A check rejects when its dependency is
 * unavailable.
 */
export type HealthChecks = Readonly<Record<string, () => Promise<void>>>;

/** Milliseconds that one check may take. */
const CHECK_TIMEOUT = 2_000;

/**
 * Adds two public paths. `/health/live` answers 200 while the process runs. `/health/ready` answers 200 when
 * every check passes, otherwise 503, in both cases with the state of each dependency. It names dependencies,
 * never addresses or reasons.
 */
export function addHealth(app: FastifyInstance, checks: HealthChecks): void {
  app.get('/health/live', async () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
    );
    const ready = results.every(([, passed]) => passed);
    const states = results.map(([name, passed]) => [name, passed ? 'ok' : 'unavailable']);
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(states) });
  });
}

async function passes(check: () => Promise<void>): Promise<boolean> {
  const late = () => new Error(`No answer in ${CHECK_TIMEOUT} ms.`);
  // A check may throw synchronously.
  return withTimeout((async () => check())(), CHECK_TIMEOUT, late).then(
    () => true,
    () => false,
  );
}
