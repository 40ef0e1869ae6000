import { badUserInput } from '@holdfast/kit-base/errors';
import { isWrittenDateTime } from './rfc3339.ts';

/** The page of a Relay list that a client requested. */
export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  /** The sort key of the item before the page, as returned by `cursorOf`. */
  readonly after: readonly string[] | null;
}

/**
 * One page of a Relay list, forward only (a connection of the GraphQL Cursor Connections Specification,
 * section 3).
 */
export interface Page<T> {
  readonly edges: readonly { cursor: string; node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Returns true when a part of a cursor is a valid sort key of its kind. */
export type KeyCheck = (part: string) => boolean;

/** Checks a sort key that is a time in the format of `Date.toISOString`. */
export const isTime: KeyCheck = isWrittenDateTime;

/** A page that counts the whole list only when a client selects `totalCount`. */
export interface CountedPage<T> extends Page<T> {
  totalCount(): Promise<number>;
}

const DEFAULT_PAGE = 20;
const MAX_PAGE = 100;

function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function decodeCursor(cursor: string, keys: readonly KeyCheck[]): readonly string[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (!Array.isArray(key) || key.length !== keys.length) return undefined;
    return key.every((part, n) => typeof part === 'string' && keys[n]?.(part)) ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the arguments `first` and `after`.
 * @param keys a check for each sort key of this list's cursors, because a client can send anything as a
 *   cursor.
 * @throws BAD_USER_INPUT when `first` is not 1 to 100, or when `after` is not a cursor of such a list.
 */
export function pageRequest(
  { first, after }: { first?: number | null | undefined; after?: string | null | undefined },
  keys: readonly KeyCheck[],
): PageRequest {
  const limit = first ?? DEFAULT_PAGE;
  if (limit < 1 || limit > MAX_PAGE) {
    throw badUserInput([{ path: ['first'], message: `Must be a whole number from 1 to ${MAX_PAGE}.` }]);
  }
  if (after === null || after === undefined) return { limit, after: null };
  const key = decodeCursor(after, keys);
  if (!key) throw badUserInput([{ path: ['after'], message: 'Is not a cursor of this list.' }]);
  return { limit, after: key };
}

/**
 * Builds a page from rows that were read with `limit + 1`: an extra row means that there is a next page.
 * @param cursorOf returns the sort key of a row, which comes back as `PageRequest.after`.
 */
export function toPage<T>(
  rows: readonly T[],
  page: PageRequest,
  cursorOf: (row: T) => readonly string[],
): Page<T> {
  const nodes = rows.slice(0, page.limit);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(cursorOf(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > page.limit,
      hasPreviousPage: page.after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
