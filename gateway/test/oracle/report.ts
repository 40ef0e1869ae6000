import { fixtureText } from './fixtures.ts';
import type { Found, Summary } from './run.ts';

/** A found difference for people, with the text of a fixture. */
export function reportFound(found: Found): string {
  return [
    `${found.name}: another ${found.difference}`,
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
    `${unjudged} that the oracle says nothing of, ${judgedByTruth} judged by the truth, ${refused} refused,`,
    `${short} over HTTP by the short road, ${found.length} differences`,
  ].join(' ');
}
