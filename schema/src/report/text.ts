import { type Problem, placeText } from '../problem.ts';
import { type Affected, type Report, type ReportedChange, verdictOf } from './report.ts';

/** Beyond this many, an affected operation is only counted; JSON has them all. */
const SHOWN = 10;

/** For a terminal, without colours: problems first, then changes, then the verdict as the last line. */
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

/** `GetProduct (web) web/src/product.graphql:4:5`; in traffic the signature stands for the place. */
export function affectedText({ operation, place, signature, clients }: Affected): string {
  const where = place ? placeText(place) : `seen in traffic as ${signature?.slice(0, 12) ?? 'unknown'}`;
  return `${operation} (${clients.join(', ')}) ${where}`;
}
