import { UsageError } from '../usageError.ts';
import { formatNamed } from './formats.ts';
import type { Report } from './report.ts';
import { type Table, tableMarkdown, tableText } from './table.ts';

/** A report with tables. */
export interface TableReport extends Report {
  readonly tables: readonly Table[];
  /** The data of the tables, which `json` has next to the rest of the report. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Returns the function of a format, like `formatNamed`. In text, the tables come first and the headline stays
 * the last line; in Markdown, they come last. Workflow commands have only the problems.
 * @throws UsageError for an unknown format.
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

/** Returns the name of a format that the command supports. @throws UsageError for another format. */
export function onlyFormats(name: string, ...formats: readonly string[]): string {
  if (formats.includes(name)) return name;
  throw new UsageError(
    `--format must be one of ${formats.join(', ')} for this command, not ${JSON.stringify(name)}`,
  );
}
