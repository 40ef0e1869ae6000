/** A place in a file; lines and columns begin at 1. A file alone means that no line of it is to blame. */
export interface Place {
  /** As it is to be shown: relative to the working directory. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What is wrong, or worth knowing, in a form that every format can show. */
export interface Problem extends Partial<Place> {
  /** Only an error fails a command. */
  readonly severity: 'error' | 'warning' | 'notice';
  /** Stable, in capitals: what a script may rely on. */
  readonly code: string;
  readonly message: string;
  /** Other places that belong to it, such as the same field in another subgraph. */
  readonly also?: readonly Place[];
}

/** `file`, `file:line` or `file:line:column`, as editors and terminals open them. */
export function placeText({ file, line, column }: Place): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** By file and place, so that a report is the same in every run. Those without a file come first. */
export function byPlace(a: Problem, b: Problem): number {
  return (
    compareText(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** By code unit: the same on every machine, which `localeCompare` is not. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
