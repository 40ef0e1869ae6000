import type { GraphQLFormattedError } from 'graphql';

/** What a client gets. */
export interface Answer {
  /** Of HTTP. */
  readonly status: number;
  /** JSON; undefined where the answer has no data at all. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/**
 * What differs between two answers, in a word, or null where nothing does. Of data all but the order of keys must be the same
 * (`isInOrder` judges that); of errors path, code and message, and how often, but not their order.
 */
export function difference(one: Answer, other: Answer): 'data' | 'errors' | 'messages' | 'status' | null {
  if (one.data !== other.data && sorted(one.data) !== sorted(other.data)) return 'data';
  const [errors, otherErrors] = withoutVague(one.errors, other.errors);
  if (textOf(errors, false) !== textOf(otherErrors, false)) return 'errors';
  if (textOf(errors, true) !== textOf(otherErrors, true)) return 'messages';
  return one.status === other.status ? null : 'status';
}

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
 * Both without pairs of an error that the oracle placed vaguely and one of the other's at such a place. When all entities of a
 * fetch fail at once, `@apollo/gateway` tells of the plan's path: `products.@.price._entities`.
 */
function withoutVague(vague: Errors, exact: Errors): [Errors, Errors] {
  const left = [...exact];
  const others = vague.filter((error) => {
    if (error.path?.at(-1) !== '_entities') return true;
    const at = left.findIndex((each) => isAt(error, each));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [others, left];
}

function isAt({ path = [], extensions }: GraphQLFormattedError, exact: GraphQLFormattedError): boolean {
  const { path: at = [] } = exact;
  const fits = path
    .slice(0, -1)
    .every((part, n) => part === at[n] || (part === '@' && typeof at[n] === 'number'));
  return fits && extensions?.['code'] === exact.extensions?.['code'];
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
