import { fixtureText } from './fixtures.ts';
import type { Found, Summary } from './run.ts';

/** Formats a difference as readable text, with the text of a fixture. */
export function reportFound(found: Found): string {
  return [
    `${found.name}: different ${found.difference}`,
    found.text,
    'As a fixture, gateway/test/oracle/fixtures/<name>.json (or `main.ts --save <name>`):',
    fixtureText('What was wrong.', found),
  ].join('\n');
}

export function reportSummary(summary: Summary): string {
  const { operations, supergraphs, requests, bytes, failed, unjudged, judgedByTruth, refused, short, found } =
    summary;
  return [
    `${operations} operations on ${supergraphs} supergraphs, ${requests} requests to subgraphs,`,
    `${Math.round(bytes / 1024)} KiB of data, ${failed} answers with errors,`,
    `${unjudged} not judged by the oracle, ${judgedByTruth} judged by the truth, ${refused} refused,`,
    `${short} over HTTP on the fast path, ${found.length} differences`,
  ].join(' ');
}
