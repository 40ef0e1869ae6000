import { codeOf } from '@holdfast/kit-base/errors';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { AccessTokenKeys } from './security/keys.ts';

/**
 * Serves `/.well-known/jwks.json`: the keys with which anyone can verify an access token (RFC 7517, section
 * 5).
 */
export function addPublishedKeys(app: FastifyInstance, keys: AccessTokenKeys): void {
  app.get('/.well-known/jwks.json', async (_request, reply) => {
    try {
      const published = await keys.published();
      return reply.header('cache-control', 'public, max-age=60').send(published);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return reply
        .code(503)
        .send({ errors: [{ message: error.message, extensions: { code: codeOf(error) } }] });
    }
  });
}
