/** Rows under columns. Columns of numbers are aligned to the right. */
export interface Table {
  /** Undefined for a table without a title. */
  readonly title: string | undefined;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Prints a table for a terminal, with columns as wide as their contents. An empty table is its title and
 * `none`.
 */
export function tableText({ title, columns, rows }: Table): string {
  const head = title === undefined ? [] : [title];
  if (rows.length === 0) return [...head, '  none'].join('\n');
  const widths = columns.map((column, n) =>
    Math.max(column.length, ...rows.map((row) => (row[n] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, n) => pad(cell, widths[n] ?? 0, isNumeric(rows, n))).join('  ')}`.trimEnd();
  return [...head, line(columns), ...rows.map(line)].join('\n');
}

/** Prints a table for a comment on a pull request. */
export function tableMarkdown({ title, columns, rows }: Table): string {
  const head = title === undefined ? [] : [`**${title}**`, ''];
  if (rows.length === 0) return [...head, 'none'].join('\n');
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, n) => (isNumeric(rows, n) ? '--:' : '---'));
  return [...head, line(columns), line(rule), ...rows.map(line)].join('\n');
}

const isNumeric = (rows: readonly (readonly string[])[], n: number) =>
  rows.every((row) => /^(?:\d+|–)$/.test(row[n] ?? ''));

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
