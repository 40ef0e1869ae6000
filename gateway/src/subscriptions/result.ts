import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Reading } from './sources.ts';

/** Turns the answer to a reading query into the answer to its subscription. */
export function asSubscriptionResult(
  { data, errors, extensions }: FormattedExecutionResult,
  responseKey: string,
  { path }: Reading,
): FormattedExecutionResult {
  const value = data ? path.reduce(step, data[responseKey]) : undefined;
  return {
    ...(errors && { errors: errors.map((error) => moved(error, path.length)) }),
    ...(data !== undefined && { data: data && { [responseKey]: value ?? null } }),
    ...(extensions && { extensions }),
  };
}

function step(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/**
 * Removes the steps between the response key and the value, which belong to the query and not to the client's
 * operation.
 */
function moved(error: GraphQLFormattedError, steps: number): GraphQLFormattedError {
  const { locations: _, path, ...rest } = error;
  if (!path) return rest;
  const [key, ...inner] = path;
  return { ...rest, path: key === undefined ? [] : [key, ...inner.slice(steps)] };
}
