import type { Place, Problem } from '../problem.ts';

/** What a command found, for every format to show. */
export interface Report {
  /** False when the exit code is 1. */
  readonly ok: boolean;
  /** One line: what it comes to. */
  readonly headline: string;
  readonly problems: readonly Problem[];
  /** Of a comparison. */
  readonly changes?: readonly ReportedChange[];
}

export type Level = 'breaking' | 'dangerous' | 'safe';

/** A difference between two schemas. Its place is where the new SDL says so, where something still stands there. */
export interface ReportedChange extends Partial<Place> {
  readonly level: Level;
  /** What kind of change it is, such as FIELD_REMOVED: graphql-inspector's name for it. */
  readonly code: string;
  /** The schema coordinate that changed, such as `Product.price` or `Query.product(id:)`. */
  readonly coordinate: string | undefined;
  readonly message: string;
  /** Whom it affects; undefined where use was not looked at. */
  readonly affects: readonly Affected[] | undefined;
}

/** An operation that notices a change, and who sends it. */
export interface Affected {
  readonly operation: string;
  /** Of a committed operation: where it uses what changed. */
  readonly place: Place | undefined;
  /** Of an operation seen in traffic. */
  readonly signature: string | undefined;
  /** Names, with versions where they are known: `web`, `ios@4.2`. */
  readonly clients: readonly string[];
}

/** `breaking`, and whether anybody would notice: what a reader looks for first. */
export function verdictOf({ level, affects }: ReportedChange): string {
  if (level === 'safe' || affects === undefined) return level;
  return affects.length === 0 ? `${level}, unused` : `${level}, used`;
}
