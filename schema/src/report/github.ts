import { type Problem, placeText } from '../problem.ts';
import { type Report, type ReportedChange, verdictOf } from './report.ts';
import { affectedText } from './text.ts';

/**
 * Prints workflow commands, which GitHub shows next to the lines of a pull request. Errors, and changes that
 * break an operation, are errors; other breaking and dangerous changes are warnings. Safe changes are
 * omitted.
 */
export function toGithub({ problems, changes = [], headline }: Report): string {
  return `${[...problems.map(problemCommand), ...changes.flatMap(changeCommand), headline].join('\n')}\n`;
}

function problemCommand(problem: Problem): string {
  const also = (problem.also ?? []).map((place) => `also ${placeText(place)}`);
  return command(problem.severity, problem, problem.code, [problem.message, ...also].join('\n'));
}

function changeCommand(change: ReportedChange): string[] {
  if (change.level === 'safe') return [];
  const affects = change.affects ?? [];
  const level = change.level === 'breaking' && affects.length > 0 ? 'error' : 'warning';
  const message = [change.message, ...affects.map(affectedText)].join('\n');
  return [command(level, change, `${verdictOf(change)}: ${change.code}`, message)];
}

function command(
  level: 'error' | 'warning' | 'notice',
  { file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>,
  title: string,
  message: string,
): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${properties.join(',')}::${escapeData(message)}`;
}

/** Escapes like GitHub's own toolkit (actions/toolkit, packages/core/src/command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
