import { type Problem, placeText } from '../problem.ts';
import { whereOf } from './broken.ts';
import { type Affected, type Report, type ReportedChange, verdictOf } from './report.ts';

/** The number of affected operations that are shown; the rest is only counted. JSON has them all. */
const SHOWN = 10;

/** Prints a report for a terminal, without colours: problems, changes, and the headline as the last line. */
export function toText({ problems, changes = [], headline }: Report): string {
  const blocks = [...problems.map(problemText), ...changes.map(changeText)];
  return `${[...blocks, headline].join('\n')}\n`;
}

function problemText(problem: Problem): string {
  const { file, severity, code, message, also = [] } = problem;
  const place = file === undefined ? '' : `${placeText({ ...problem, file })}: `;
  const lines = [
    `${place}${severity} ${code}: ${message}`,
    ...also.map((other) => `also ${placeText(other)}`),
  ];
  return lines.join('\n').replaceAll('\n', '\n    ');
}

function changeText(change: ReportedChange): string {
  const { file, code, message, affects = [] } = change;
  const place = file === undefined ? '' : ` (${placeText({ ...change, file })})`;
  const lines = [
    `${verdictOf(change)}: ${code}: ${message}${place}`,
    ...affects.slice(0, SHOWN).map(affectedText),
  ];
  if (affects.length > SHOWN) lines.push(`and ${affects.length - SHOWN} more operations`);
  return lines.join('\n    ');
}

/**
 * Returns `GetProduct (web) web/src/product.graphql:4:5`, with the signature as the place of one seen in
 * traffic.
 */
export function affectedText(affected: Affected): string {
  return `${affected.operation} (${affected.clients.join(', ')}) ${whereOf(affected)}`;
}
