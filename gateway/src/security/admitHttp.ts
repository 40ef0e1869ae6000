import { HeaderMap } from '@apollo/server';
import { codeOf } from '@holdfast/kit-base/errors';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Admission, RequestParts } from './admission.ts';

/**
 * Calls `admit` for a GraphQL request over HTTP.
 * @throws GraphQLError with the HTTP status of the answer: 400, or 200 for a persisted query that was not
 *   found, which is not a fault; Apollo Server does the same.
 */
export function admitHttp(admission: Admission, request: FastifyRequest): void {
  const parts = request.method === 'GET' ? partsOfUrl(request.url) : request.body;
  // The executor refuses a request of any other form.
  if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return;
  const admitted = admission.admit(parts as RequestParts);
  if (admitted instanceof GraphQLError) throw withStatus(admitted);
}

function partsOfUrl(url: string): RequestParts {
  const { searchParams } = new URL(url, 'http://gateway.invalid');
  return {
    query: searchParams.get('query'),
    operationName: searchParams.get('operationName'),
    variables: parseJson(searchParams.get('variables')),
    extensions: parseJson(searchParams.get('extensions')),
  };
}

/** Returns undefined for text that is not JSON; the executor refuses it. */
function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NOT_FOUND = {
  status: 200,
  headers: new HeaderMap([['cache-control', 'private, no-cache, must-revalidate']]),
};
const REFUSED = { status: 400, headers: new HeaderMap([['cache-control', 'no-store']]) };

function withStatus(error: GraphQLError): GraphQLError {
  const http = codeOf(error) === 'PERSISTED_QUERY_NOT_FOUND' ? NOT_FOUND : REFUSED;
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http } });
}
