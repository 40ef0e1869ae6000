import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

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
      'apollo-query-plan-experimental',
      'apollo-query-plan-experimental-format',
    ],
    exposedHeaders: ['retry-after', 'www-authenticate', 'x-request-id'],
    maxAge: 600,
    strictPreflight: false,
  });
}
