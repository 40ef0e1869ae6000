import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** What pages may read of an answer. */
const EXPOSED = ['retry-after', 'www-authenticate', 'x-request-id'];

/**
 * The headers with which `addCors` answers a page of an origin, undefined for a client that is none, as names and values in
 * turn: for answers that Fastify does not send. One of a few lists, always the same for the same.
 */
export function corsHeadersFor(
  origins: readonly string[],
): (origin: string | undefined) => readonly string[] {
  const exposed = ['access-control-expose-headers', EXPOSED.join(', ')];
  const everybody = ['access-control-allow-origin', '*', ...exposed];
  if (origins.includes('*')) return () => everybody;
  const others = ['vary', 'Origin', ...exposed];
  const byOrigin = new Map(
    origins.map((origin) => [origin, ['access-control-allow-origin', origin, ...others]]),
  );
  return (origin) => (origin !== undefined && byOrigin.get(origin)) || others;
}

/**
 * Lets pages of these origins use the API from a browser. Tokens travel in a header, not in a cookie, so no
 * credentials are allowed.
 * @param origins such as `https://shop.example`; `*` is any.
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
