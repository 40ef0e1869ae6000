import { type Problem, placeText } from '../problem.ts';
import { type Report, type ReportedChange, verdictOf } from './report.ts';
import { affectedText } from './text.ts';

/** For a comment on a pull request: the verdict, then what is wrong, then the changes by verdict; safe ones are folded. */
export function toMarkdown({ ok, headline, problems, changes = [] }: Report): string {
  const safe = changes.filter(({ level }) => level === 'safe');
  const sections = [
    `### ${ok ? '✅' : '❌'} ${escapeMarkdown(headline)}`,
    section(problems.map(problemItem)),
    section(changes.filter(({ level }) => level !== 'safe').map(changeItem)),
    safe.length > 0
      ? `<details><summary>${safe.length} safe</summary>\n\n${section(safe.map(changeItem))}\n\n</details>`
      : '',
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(items: readonly string[]): string {
  return items.join('\n');
}

function problemItem(problem: Problem): string {
  const { file, severity, code, message, also = [] } = problem;
  const places = [...(file === undefined ? [] : [{ ...problem, file }]), ...also]
    .map(placeText)
    .map(inlineCode);
  return item(`**${severity}** ${inlineCode(code)} ${places.join(', ')}`, message, []);
}

function changeItem(change: ReportedChange): string {
  const place =
    change.file === undefined ? '' : ` ${inlineCode(placeText({ ...change, file: change.file }))}`;
  return item(
    `**${verdictOf(change)}** ${inlineCode(change.code)}${place}`,
    change.message,
    (change.affects ?? []).map(affectedText),
  );
}

function item(head: string, message: string, nested: readonly string[]): string {
  const body = escapeMarkdown(message).replaceAll(/\r?\n/g, '<br>');
  return [`- ${head.trim()}: ${body}`, ...nested.map((text) => `  - ${escapeMarkdown(text)}`)].join('\n');
}

/** Inline code; a backtick inside would end it. */
function inlineCode(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** SDL is full of what Markdown reads as its own: `_`, `*`, `<`, `@somebody`. */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|]/g, '\\$&').replaceAll('@', '@\u200b');
}
