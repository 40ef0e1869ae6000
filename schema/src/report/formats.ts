import { UsageError } from '../usageError.ts';
import { toGithub } from './github.ts';
import { toJson } from './json.ts';
import { toMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { toText } from './text.ts';

const FORMATS: ReadonlyMap<string, (report: Report) => string> = new Map([
  ['text', toText],
  ['json', toJson],
  ['markdown', toMarkdown],
  ['github', toGithub],
]);

/** The option of every command with a report. */
export const formatOption = { format: { type: 'string', default: 'text' } } as const;

/** Returns the function of a format. @throws UsageError for an unknown format. */
export function formatNamed(name: string): (report: Report) => string {
  const format = FORMATS.get(name);
  if (!format)
    throw new UsageError(
      `--format must be one of ${[...FORMATS.keys()].join(', ')}, not ${JSON.stringify(name)}`,
    );
  return format;
}
