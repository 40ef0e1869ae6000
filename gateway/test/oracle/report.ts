import type { Case, Found, Summary } from './run.ts';

/** A found difference for people, with the text of a fixture. */
export function reportFound(found: Found): string {
  return [
    `${found.name}: another ${found.difference}`,
    found.text,
    'As a fixture, gateway/test/oracle/fixtures/<name>.ts:',
    fixtureSource(found),
  ].join('\n');
}

export function reportSummary(summary: Summary): string {
  const { operations, supergraphs, requests, bytes, failed, unjudged, found } = summary;
  return [
    `${operations} operations on ${supergraphs} supergraphs, ${requests} requests to subgraphs,`,
    `${Math.round(bytes / 1024)} KiB of data, ${failed} answers with errors,`,
    `${unjudged} over which the oracle broke down, ${found.length} differences`,
  ].join(' ');
}

function fixtureSource({ subgraphs, operation, world, faults }: Case): string {
  const text = (value: string) =>
    `\`${value.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
  const sdls = Object.entries(subgraphs).map(([name, sdl]) => `    ${name}: ${text(`\n${sdl}`)},`);
  return [
    "import type { Case } from '../run.ts';",
    '',
    '/** What was wrong. */',
    'export const NAME: Case = {',
    '  subgraphs: {',
    ...sdls,
    '  },',
    `  operation: { query: ${text(operation.query)}, variables: ${JSON.stringify(operation.variables)} },`,
    `  world: ${world},`,
    `  faults: ${JSON.stringify(faults)},`,
    '};',
  ].join('\n');
}
