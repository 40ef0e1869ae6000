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
 * What differs between two answers, in a word, or null where nothing does. Data must be the same text, so the order of keys
 * counts; of errors path, code and message must be the same, and how often, but not their order.
 */
export function difference(one: Answer, other: Answer): 'data' | 'errors' | 'messages' | 'status' | null {
  if (one.data !== other.data) return 'data';
  if (errorsOf(one, false) !== errorsOf(other, false)) return 'errors';
  if (errorsOf(one, true) !== errorsOf(other, true)) return 'messages';
  return one.status === other.status ? null : 'status';
}

function errorsOf({ errors }: Answer, messages: boolean): string {
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
