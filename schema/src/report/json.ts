import { type Report, verdictOf } from './report.ts';

/**
 * Prints one JSON object, `{ ok, headline, problems, changes }`. Each change has its verdict besides its
 * level.
 */
export function toJson(report: Report): string {
  const changes = report.changes?.map((change) => ({ verdict: verdictOf(change), ...change }));
  return `${JSON.stringify({ ...report, ...(changes ? { changes } : {}) }, null, 2)}\n`;
}
