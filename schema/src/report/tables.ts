import { UsageError } from '../usageError.ts';
import { formatNamed } from './formats.ts';
import type { Report } from './report.ts';
import { type Table, tableMarkdown, tableText } from './table.ts';

/** A report that is mostly tables. */
export interface TableReport extends Report {
  readonly tables: readonly Table[];
  /** What the tables are made of, for `json`, where it stands beside the rest of the report. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * As `formatNamed`: the tables come before the problems, and the headline stays the last line. As workflow commands there
 * are only the problems.
 * @throws UsageError for a format that there is none of.
 */
export function tableFormatNamed(name: string): (report: TableReport) => string {
  const format = formatNamed(name);
  return ({ tables, data, ...report }) => {
    switch (name) {
      case 'json':
        return `${JSON.stringify({ ...report, ...data }, null, 2)}\n`;
      case 'text':
        return `${tables.map((table) => `${tableText(table)}\n\n`).join('')}${format(report)}`;
      case 'markdown':
        return `${[format(report).trimEnd(), ...tables.map(tableMarkdown)].join('\n\n')}\n`;
      default:
        return format(report);
    }
  };
}

/** For a command that has no use for annotations. @throws UsageError for another format. */
export function onlyFormats(name: string, ...formats: readonly string[]): string {
  if (formats.includes(name)) return name;
  throw new UsageError(`--format is one of ${formats.join(', ')} here, and not ${JSON.stringify(name)}`);
}
