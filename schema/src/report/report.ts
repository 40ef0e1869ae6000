import type { Place, Problem } from '../problem.ts';

/** The findings of a command, in a form that every format can show. */
export interface Report {
  /** False when the exit code is 1. */
  readonly ok: boolean;
  /** The result in one line. */
  readonly headline: string;
  readonly problems: readonly Problem[];
  /** The changes that a comparison found. */
  readonly changes?: readonly ReportedChange[];
}

export type Level = 'breaking' | 'dangerous' | 'safe';

/** A difference between two schemas. Its place is in the new SDL, if that still has something there. */
export interface ReportedChange extends Partial<Place> {
  readonly level: Level;
  /**
   * The kind of change: graphql-inspector's name, such as FIELD_REMOVED, or one that begins with
   * REQUIREMENT_.
   */
  readonly code: string;
  /** The schema coordinate that changed, such as `Product.price` or `Query.product(id:)`. */
  readonly coordinate: string | undefined;
  readonly message: string;
  /** The operations that it affects; undefined when use was not examined. */
  readonly affects: readonly Affected[] | undefined;
}

/** An operation that a change affects, with the clients that send it. */
export interface Affected {
  readonly operation: string;
  /** The place where a committed operation uses what changed. */
  readonly place: Place | undefined;
  /** The signature of an operation seen in traffic. */
  readonly signature: string | undefined;
  /** Names, with versions when they are known: `web`, `ios@4.2`. */
  readonly clients: readonly string[];
}

/** Returns `breaking, used`, `breaking, unused`, `breaking` when use was not examined, and so on. */
export function verdictOf({ level, affects }: ReportedChange): string {
  if (level === 'safe' || affects === undefined) return level;
  return affects.length === 0 ? `${level}, unused` : `${level}, used`;
}
