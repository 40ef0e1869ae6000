import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { GraphQLError } from 'graphql';
import { MISSING_VALUE } from './nullTrace.ts';

/**
 * Moves the illegal nulls of an `@apollo/gateway` answer to its errors, one for each place that became null.
 * `@apollo/gateway` reports them in `extensions.valueCompletion`, under its own code, and omits them when
 * anything else failed.
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

/** Returns the part of a path up to the first null on it. */
function placeOf(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (const [n, step] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, n);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}
