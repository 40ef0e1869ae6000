import { type Report, verdictOf } from './report.ts';

/** One JSON object: `{ ok, headline, problems, changes }`; a change has its verdict beside its level. */
export function toJson(report: Report): string {
  const changes = report.changes?.map((change) => ({ verdict: verdictOf(change), ...change }));
  return `${JSON.stringify({ ...report, ...(changes ? { changes } : {}) }, null, 2)}\n`;
}
