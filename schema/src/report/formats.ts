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

/** The option that every command with a report takes. */
export const formatOption = { format: { type: 'string', default: 'text' } } as const;

/** @throws UsageError for a format that there is none of. */
export function formatNamed(name: string): (report: Report) => string {
  const format = FORMATS.get(name);
  if (!format)
    throw new UsageError(
      `--format is one of ${[...FORMATS.keys()].join(', ')}, and not ${JSON.stringify(name)}`,
    );
  return format;
}
