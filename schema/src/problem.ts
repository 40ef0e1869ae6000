/**
 * A place in a file; lines and columns begin at 1. A file alone means that no particular line is the cause.
 */
export interface Place {
  /** The path for display, relative to the working directory. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** An error, a warning or a notice, in a form that every format can show. */
export interface Problem extends Partial<Place> {
  /** Only an error fails a command. */
  readonly severity: 'error' | 'warning' | 'notice';
  /** A stable code in capitals, for scripts. */
  readonly code: string;
  readonly message: string;
  /** Related places, such as the same field in another subgraph. */
  readonly also?: readonly Place[];
}

/** Returns `file`, `file:line` or `file:line:column`, which editors and terminals can open. */
export function placeText({ file, line, column }: Place): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** Sorts by file and place, so that a report is the same in every run. Problems without a file come first. */
export function byPlace(a: Problem, b: Problem): number {
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** Compares by code unit, which is the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
