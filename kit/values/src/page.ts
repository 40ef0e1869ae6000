import { badUserInput } from '@holdfast/kit-base/errors';
import { isWrittenDateTime } from './rfc3339.ts';

/** The Relay page that a client asked for. */
export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  /** The sort key of the item before the page, as `cursorOf` gave it. */
  readonly after: readonly string[] | null;
}

/** A Relay connection (GraphQL Cursor Connections Specification, section 3), forward only. */
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

/** Whether a part of a cursor can be a sort key of its kind. */
export type KeyCheck = (part: string) => boolean;

/** For a sort key that is a time, as `Date.toISOString` writes it. */
export const isTime: KeyCheck = isWrittenDateTime;

/** A connection that counts the whole list only when it is asked for `totalCount`. */
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
 * Reads `first` and `after`.
 * @param keys a check for each sort key that this list's cursors have: a cursor comes from outside.
 * @throws BAD_USER_INPUT when `first` is not 1 to 100, or `after` is no cursor of such a list.
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
  if (!key) throw badUserInput([{ path: ['after'], message: 'Not a cursor of this list.' }]);
  return { limit, after: key };
}

/**
 * Makes a page of rows that were read with `limit + 1`, so that the one too many tells of a next page.
 * @param cursorOf the sort key of a row; what comes back as `PageRequest.after`.
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
