/** Decides which requests may take the fast path, and reads them. */
import type { PlainRequest } from './plainRequest.ts';

export interface GraphQLRequest {
  readonly query?: unknown;
  readonly operationName: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly extensions?: unknown;
}

/** Headers that ask for something that only the regular path does. */
const SPECIAL = [
  'apollo-query-plan-experimental',
  'x-holdfast-cost',
  'x-holdfast-trace',
  'content-encoding',
] as const;

const JSON_TYPE = /^application\/json(?:; ?charset=utf-8)?$/i;

/** The media types that the fast path answers in, by the client's `Accept` header. */
const ANSWERS = new Map<string | undefined, string>([
  [undefined, 'application/json; charset=utf-8'],
  ['*/*', 'application/json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  ['application/json, text/plain, */*', 'application/json; charset=utf-8'],
  ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
  [
    'application/graphql-response+json,application/json;q=0.9',
    'application/graphql-response+json; charset=utf-8',
  ],
  [
    'application/graphql-response+json, application/json;q=0.9',
    'application/graphql-response+json; charset=utf-8',
  ],
]);

/** Returns the media type to answer in; null for a request that has to take the regular path. */
export function mediaTypeFor({ method, target, headers }: PlainRequest): string | null {
  if (method !== 'POST' || target !== '/graphql' || !JSON_TYPE.test(headers['content-type'] ?? ''))
    return null;
  if (isSpecial(headers)) return null;
  return ANSWERS.get(headers['accept']) ?? null;
}

function isSpecial(headers: PlainRequest['headers']): boolean {
  for (const name of SPECIAL) if (headers[name] !== undefined) return true;
  return false;
}

/** Keys that would reach a prototype. Fastify refuses them on the regular path. */
const POISON = /proto|constructor|\\u/i;

const KEYS = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Returns null for a body that is not plainly a request: the regular path reports what is wrong. */
export function readRequest(body: Buffer): GraphQLRequest | null {
  const text = body.toString('utf8');
  if (POISON.test(text)) return null;
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(request)) return null;
  for (const key in request) if (!KEYS.has(key)) return null;
  const { query, operationName, variables, extensions } = request;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  if (extensions !== undefined && !isRecord(extensions)) return null;
  if (variables === undefined || variables === null)
    return { query, operationName, variables: {}, extensions };
  return isRecord(variables) ? { query, operationName, variables, extensions } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
