import { type Problem, placeText } from '../problem.ts';
import { type Broken, brokenBy } from './broken.ts';
import { counted } from './counted.ts';
import { escapeMarkdown, folded, inlineCode, list } from './markdownText.ts';
import { type Report, type ReportedChange, verdictOf } from './report.ts';
import { type Table, tableMarkdown } from './table.ts';
import { affectedText } from './text.ts';

/** The most characters that GitHub accepts in a comment. */
const MOST_CHARACTERS = 65_536;

/** The lengths to which lists are cut, tried in turn until the comment is short enough. */
const LIMITS = [100, 25, 5, 1] as const;

/**
 * Prints a comment for a pull request: the clients and operations that break, in the heading and as a table;
 * the problems; then the changes by verdict. Changes that need no attention are folded: dangerous ones that
 * no operation uses, and safe ones.
 */
export function toMarkdown(report: Report): string {
  const broken = brokenBy(report.changes ?? []);
  let text = '';
  for (const most of LIMITS) {
    text = render(report, broken, most);
    if (text.length <= MOST_CHARACTERS) break;
  }
  return text.slice(0, MOST_CHARACTERS);
}

function render(
  { ok, headline, problems, changes = [] }: Report,
  broken: readonly Broken[],
  most: number,
): string {
  const title = titleOf({ ok, problems, changes }, broken);
  // These repeat the table, operation by operation.
  const repeats = problems.filter(({ code }) => broken.length > 0 && code === 'OPERATION_NO_LONGER_VALID');
  const others = problems.filter((problem) => !repeats.includes(problem));
  const sections = [
    `### ${ok ? '✅' : '❌'} ${title ?? escapeMarkdown(headline)}`,
    title === undefined ? '' : escapeMarkdown(headline),
    broken.length > 0 ? clientTable(broken, most) : '',
    list(others, problemItem, most),
    repeats.length > 0
      ? folded(`${counted(repeats.length, 'validation error')}`, list(repeats, problemItem, most))
      : '',
    ...groups(changes).map((group) => section(group, most)),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

/**
 * Returns the heading for a reviewer; undefined when use was not examined or nothing changed, so the headline
 * is enough.
 */
function titleOf(
  { ok, problems, changes = [] }: Omit<Report, 'headline'>,
  broken: readonly Broken[],
): string | undefined {
  if (changes.every(({ affects }) => affects === undefined)) return undefined;
  if (broken.length > 0) {
    const operations = new Set(broken.map(({ operation, where }) => `${operation} ${where}`)).size;
    const clients = new Set(broken.map(({ client }) => client)).size;
    return `Breaks ${counted(operations, 'operation')} of ${counted(clients, 'client')}`;
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return counted(errors, 'error');
  return ok ? 'Breaks no operation' : undefined;
}

function clientTable(broken: readonly Broken[], most: number): string {
  const table: Table = {
    title: undefined,
    columns: ['Client', 'Operation', 'Broken by'],
    rows: broken
      .slice(0, most)
      .map(({ client, versions, operation, where, by }) => [
        [inlineCode(client), versionsText(versions)].filter(Boolean).join(' '),
        `${inlineCode(operation)} ${inlineCode(where)}`,
        codes(by, 5),
      ]),
  };
  const more = broken.length > most ? `\n\n… and ${broken.length - most} more` : '';
  return `${tableMarkdown(table)}${more}`;
}

function versionsText(versions: readonly string[]): string {
  return versions.length === 0 ? '' : codes(versions, 3);
}

function codes(texts: readonly string[], most: number): string {
  const more = texts.length > most ? ` and ${texts.length - most} more` : '';
  return `${texts.slice(0, most).map(inlineCode).join(', ')}${more}`;
}

interface Group {
  readonly verdict: string;
  readonly changes: readonly ReportedChange[];
}

/** Groups changes by verdict: the worst first, and those that are used before those that are not. */
function groups(changes: readonly ReportedChange[]): Group[] {
  const verdicts = ['breaking', 'dangerous', 'safe'].flatMap((level) => [
    `${level}, used`,
    level,
    `${level}, unused`,
  ]);
  return verdicts.flatMap((verdict) => {
    const ofVerdict = changes.filter((change) => verdictOf(change) === verdict);
    return ofVerdict.length > 0 ? [{ verdict, changes: ofVerdict }] : [];
  });
}

function section({ verdict, changes }: Group, most: number): string {
  const items = list(changes, (change) => changeItem(change, most), most);
  if (verdict === 'safe' || verdict === 'dangerous, unused')
    return folded(`${changes.length} ${verdict}`, items);
  return `#### ${verdict[0]?.toUpperCase()}${verdict.slice(1)}\n\n${items}`;
}

function problemItem(problem: Problem): string {
  const { file, severity, code, message, also = [] } = problem;
  const places = [...(file === undefined ? [] : [{ ...problem, file }]), ...also]
    .map(placeText)
    .map(inlineCode);
  return `${`**${severity}** ${inlineCode(code)} ${places.join(', ')}`.trim()}: ${escapeMarkdown(message)}`;
}

function changeItem(change: ReportedChange, most: number): string {
  const { code, message, file, level, affects = [] } = change;
  const place = file === undefined ? '' : ` ${inlineCode(placeText({ ...change, file }))}`;
  const item = `${inlineCode(code)}${place}: ${escapeMarkdown(message)}`;
  // The table has the operations that breaking changes affect.
  if (level === 'breaking' || affects.length === 0) return item;
  const operations = list(affects, (each) => escapeMarkdown(affectedText(each)), Math.min(most, 10));
  return `${item}\n${operations.replaceAll(/^/gm, '  ')}`;
}
