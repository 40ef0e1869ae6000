import { HeaderMap } from '@apollo/server';
import { codeOf } from '@holdfast/kit-base/errors';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Admission, RequestParts } from './admission.ts';

/**
 * As `admit`, for a GraphQL request over HTTP.
 * @throws GraphQLError with the HTTP status that the request is answered with: 400, and 200 for a persisted query that was
 *   not found, as Apollo Server has it, since that is no fault.
 */
export function admitHttp(admission: Admission, request: FastifyRequest): void {
  const parts = request.method === 'GET' ? partsOfUrl(request.url) : request.body;
  // What has another form is refused by who executes it.
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

/** What is no JSON is refused by who executes it. */
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
