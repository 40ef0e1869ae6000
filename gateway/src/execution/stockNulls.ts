import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import { MISSING_VALUE } from './nullTrace.ts';

/**
 * The answer of `@apollo/gateway` with its nulls that must not be among the errors, one for each place that became null.
 * It puts them into `extensions.valueCompletion`, under a code of its own, and leaves them out where anything else went wrong.
 */
export function withNullErrors(result: GatewayExecutionResult): GatewayExecutionResult {
  const { valueCompletion, ...extensions } = result.extensions ?? {};
  if (!Array.isArray(valueCompletion)) return result;
  const nulls = valueCompletion.filter((each) => each instanceof GraphQLError);
  const errors: GraphQLError[] = [];
  const places = new Set<string>();
  for (const { message, path = [] } of nulls) {
    const place = placeOf(result.data, path).join('.');
    if (places.has(place)) continue;
    places.add(place);
    errors.push(new GraphQLError(message, { path, extensions: { code: MISSING_VALUE } }));
  }
  const { extensions: _, ...rest } = result;
  return {
    ...rest,
    ...(Object.keys(extensions).length > 0 && { extensions }),
    ...(errors.length > 0 && { errors }),
  };
}

/** Where null stands on the way to a path. */
function placeOf(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (const [n, step] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, n);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}
