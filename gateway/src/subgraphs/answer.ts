import { isSchemaSkew, subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { Reply } from '@holdfast/kit-http/transport';
import type { GraphQLFormattedError } from 'graphql';

export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/**
 * Reads a subgraph's reply.
 * @throws SUBGRAPH_UNAVAILABLE when the reply is not a GraphQL answer: a status of 500 or more, 401 (the
 *   subgraph does not trust this gateway: a wrong IDENTITY_TRUST, which must not look to clients as if their
 *   token were bad), or a body that is not GraphQL.
 */
export function readAnswer(name: string, { status, text }: Reply): SubgraphAnswer {
  if (status >= 500 || status === 401) throw subgraphUnavailable(name, new Error(`HTTP status ${status}`));
  return parse(name, text);
}

/** A subgraph refused to run what was planned, because it has another schema. */
export class SchemaSkew extends Error {
  override name = 'SchemaSkew';
}

/**
 * @throws SUBGRAPH_UNAVAILABLE, caused by a SchemaSkew, when the subgraph refused to run what was planned.
 */
export function assertNotSkewed(name: string, answer: SubgraphAnswer): void {
  const skewed = answer.errors?.find(({ extensions }) => isSchemaSkew(extensions?.['code']));
  if (skewed && !answer.data) throw subgraphUnavailable(name, new SchemaSkew(skewed.message));
}

function parse(name: string, text: string): SubgraphAnswer {
  try {
    const answer: unknown = JSON.parse(text);
    if (isAnswer(answer)) return answer;
  } catch (cause) {
    throw subgraphUnavailable(name, cause);
  }
  throw subgraphUnavailable(name, new Error('Its answer is not a GraphQL response.'));
}

/** Checks only the outer shape. The executor checks the data while it reads it. */
function isAnswer(value: unknown): value is SubgraphAnswer {
  if (!isObject(value)) return false;
  const { data, errors } = value as { data?: unknown; errors?: unknown };
  const goodErrors =
    Array.isArray(errors) && errors.every((error) => isObject(error) && typeof error['message'] === 'string');
  return (
    (data === undefined || data === null || isObject(data)) &&
    (errors === undefined ? 'data' in value : goodErrors)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
