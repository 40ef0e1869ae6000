import type { GraphQLFormattedError } from 'graphql';

/** What a client gets. */
export interface Answer {
  /** Of HTTP. */
  readonly status: number;
  /** JSON; undefined where the answer has no data at all. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

export type AnswerDifference = 'data' | 'errors' | 'messages' | 'status';

/**
 * What differs between two answers, in a word, or null where nothing does. Of data all but the order of keys must be the same
 * (`isInOrder` judges that); of errors path, code and message, and how often, but not their order.
 */
export function difference(one: Answer, other: Answer): AnswerDifference | null {
  if (one.data !== other.data && sorted(one.data) !== sorted(other.data)) return 'data';
  const [errors, otherErrors] = withoutBadlyPlaced(one.errors, other);
  if (textOf(errors, false) !== textOf(otherErrors, false)) return 'errors';
  if (textOf(errors, true) !== textOf(otherErrors, true)) return 'messages';
  return one.status === other.status ? null : 'status';
}

/** Whether nothing differs, the order of errors aside. */
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
 * Both without what they have in common, and without pairs of an error that the oracle placed badly and one of the other's that
 * is at a null or at the entity whose fields it cost. When all entities of a fetch fail at once, `@apollo/gateway` tells of the plan's path:
 * `products.@.price._entities`. Where not all things in a list are asked for, it counts those that are: `products.0.price`
 * may be of the second.
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

/** Whether two errors are the same but for positions in lists, and for `_entities` at the end. */
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

/** An answer for people: its data on one line, then an error a line. */
export function describe({ status, data, errors }: Answer): string {
  const lines = errors
    .map(({ path, extensions, message }) => `  ${path?.join('.') ?? '-'} ${extensions?.['code']} ${message}`)
    .sort();
  return [`HTTP ${status} ${data}`, ...lines].join('\n');
}
