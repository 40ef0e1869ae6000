import { HeaderMap } from '@apollo/server';
import { codeOf } from '@holdfast/kit-base/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';
import { clientNamed } from '../telemetry/telemetry.ts';
import type { Authenticate } from './accessToken.ts';

export interface ContextOptions {
  readonly authenticate: Authenticate;
  /** Returns the deadline of an operation that starts now. */
  readonly newDeadline: () => number;
}

/**
 * Creates a request's context. It reads only `Authorization` and the client's name from the headers, and can
 * pass only the former on to subgraphs: an `x-holdfast-identity` from outside goes nowhere.
 * @throws as `authenticate` does, with the HTTP status for the whole request: a wrong token is 401 and never
 *   an anonymous request, so that the client notices and signs in again.
 */
export async function createRequestContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticate, newDeadline }: ContextOptions,
): Promise<GatewayContext> {
  const disconnected = disconnection(reply);
  const deadline = newDeadline();
  try {
    const { authorization } = request.headers;
    const client = clientNamed(request.headers);
    const user = await authenticate(authorization);
    return { user, authorization, client, clientAddress: request.ip, disconnected, deadline };
  } catch (error) {
    throw withStatus(error);
  }
}

function withStatus(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  const http =
    codeOf(error) === 'UNAUTHENTICATED'
      ? { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer error="invalid_token"']]) }
      : { status: 503, headers: new HeaderMap() };
  return new GraphQLError(error.message, {
    extensions: { ...error.extensions, http },
    originalError: error.originalError,
  });
}

function disconnection(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
