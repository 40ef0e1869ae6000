import type { GraphQLFormattedError } from 'graphql';

/** The answer that a client gets. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** JSON; undefined when the answer has no `data`. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

export type AnswerDifference = 'data' | 'errors' | 'messages' | 'status';

/**
 * Returns the kind of difference between two answers, or null. The data must be equal except for the order of
 * keys, which `isInOrder` judges; the errors must be equal in path, code, message and number, but not in
 * order.
 */
export function difference(one: Answer, other: Answer): AnswerDifference | null {
  if (one.data !== other.data && sorted(one.data) !== sorted(other.data)) return 'data';
  const [errors, otherErrors] = withoutBadlyPlaced(one.errors, other);
  if (textOf(errors, false) !== textOf(otherErrors, false)) return 'errors';
  if (textOf(errors, true) !== textOf(otherErrors, true)) return 'messages';
  return one.status === other.status ? null : 'status';
}

/** Returns true when two answers are equal except for the order of errors. */
export const isSame = (one: Answer, other: Answer): boolean =>
  one.data === other.data &&
  one.status === other.status &&
  textOf(one.errors, true) === textOf(other.errors, true);

function sorted(data: string | undefined): string | undefined {
  return data && JSON.stringify(sortKeys(JSON.parse(data)));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sortKeys(part)]),
  );
}

type Errors = readonly GraphQLFormattedError[];

/**
 * Removes the errors that both have, and pairs of an error that the oracle places wrongly and the executor's
 * one at a null or at the entity that lacks the fields. When all entities of a fetch fail at once,
 * `@apollo/gateway` reports the plan's path: `products.@.price._entities`. When a fetch is only for some
 * objects of a list, it counts only those: `products.0.price` may be about the second object.
 */
function withoutBadlyPlaced(one: Errors, other: Answer): [Errors, Errors] {
  const left = [...other.errors];
  const take = (fits: (error: GraphQLFormattedError) => boolean) => {
    const at = left.findIndex(fits);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const unlike = one.filter((error) => !take((each) => textOf([each], true) === textOf([error], true)));
  const data: unknown = JSON.parse(other.data ?? 'null');
  const unplaced = unlike.filter(
    (error) => !take((each) => isAlike(error, each) && isNullAt(data, each.path ?? [])),
  );
  return [unplaced, left];
}

/** Returns true when two errors are equal except for list positions and a final `_entities`. */
function isAlike(vague: GraphQLFormattedError, exact: GraphQLFormattedError): boolean {
  const [path, at] = [vague.path ?? [], exact.path ?? []];
  const isWhole = path.at(-1) === '_entities';
  const isPosition = (part: unknown) => part === '@' || typeof part === 'number';
  const place = isWhole ? path.slice(0, -1) : path;
  const fits = place.every((part, n) => part === at[n] || (isPosition(part) && typeof at[n] === 'number'));
  return (
    fits && place.length === at.length && vague.message === exact.message && codeOf(vague) === codeOf(exact)
  );
}

const codeOf = ({ extensions }: GraphQLFormattedError) => extensions?.['code'];

function isNullAt(data: unknown, [first, ...rest]: readonly (string | number)[]): boolean {
  if (data === null || (first === undefined && typeof data === 'object')) return true;
  return (
    first !== undefined &&
    typeof data === 'object' &&
    isNullAt((data as Record<string, unknown>)[first], rest)
  );
}

function textOf(errors: Errors, messages: boolean): string {
  return errors
    .map(({ path, extensions, message }) => JSON.stringify([path, extensions?.['code'], messages && message]))
    .sort()
    .join('\n');
}

/** Formats an answer as readable text: its data on one line, then one line for each error. */
export function describe({ status, data, errors }: Answer): string {
  const lines = errors
    .map(({ path, extensions, message }) => `  ${path?.join('.') ?? '-'} ${extensions?.['code']} ${message}`)
    .sort();
  return [`HTTP ${status} ${data}`, ...lines].join('\n');
}
