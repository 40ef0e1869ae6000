import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** The headers of an answer that pages may read. */
const EXPOSED = ['retry-after', 'www-authenticate', 'x-request-id'];

/**
 * Returns a function that gives the headers of `addCors`, as alternating names and values, for answers that
 * Fastify does not send. An undefined origin is a client that is not a page. The function returns one of a
 * few lists, always the same one for an origin.
 */
export function corsHeadersFor(
  origins: readonly string[],
): (origin: string | undefined) => readonly string[] {
  const exposed = ['access-control-expose-headers', EXPOSED.join(', ')];
  const anyOrigin = ['access-control-allow-origin', '*', ...exposed];
  if (origins.includes('*')) return () => anyOrigin;
  const others = ['vary', 'Origin', ...exposed];
  const byOrigin = new Map(
    origins.map((origin) => [origin, ['access-control-allow-origin', origin, ...others]]),
  );
  return (origin) => (origin !== undefined && byOrigin.get(origin)) || others;
}

/**
 * Lets pages of these origins use the API from a browser. Tokens travel in a header, not in a cookie, so
 * credentials are not allowed.
 * @param origins such as `https://shop.example`; `*` allows any.
 */
export async function addCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(fastifyCors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'apollographql-client-name',
      'apollographql-client-version',
      'x-request-id',
      'apollo-require-preflight',
      'x-apollo-operation-name',
      'x-apollo-tracing',
      'x-holdfast-cost',
      'x-holdfast-trace',
      'apollo-query-plan-experimental',
      'apollo-query-plan-experimental-format',
    ],
    exposedHeaders: EXPOSED,
    maxAge: 600,
    strictPreflight: false,
  });
}
