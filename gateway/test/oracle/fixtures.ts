/** Differences that were found and must not come back: one file for each in `fixtures/`. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_FAULTS } from './faults.ts';
import type { Case } from './run.ts';

export interface Fixture extends Case {
  /** A sentence about what was wrong. */
  readonly what: string;
}

const FOLDER = join(import.meta.dirname, 'fixtures');

/** Returns the fixtures by the names of their files. */
export async function readFixtures(): Promise<ReadonlyMap<string, Fixture>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
  const read = async (file: string): Promise<[string, Fixture]> => {
    const text = await readFile(join(FOLDER, file), 'utf8');
    const {
      what,
      without = [],
      subgraphs,
      query,
      variables = {},
      world = 0,
      faults = NO_FAULTS,
    } = JSON.parse(text);
    const sdls = Object.entries(subgraphs as Record<string, string[]>).map(([name, lines]) => [
      name,
      lines.join('\n'),
    ]);
    const operation = { query: query.join('\n'), variables };
    return [
      file.slice(0, -'.json'.length),
      { what, without, subgraphs: Object.fromEntries(sdls), operation, world, faults },
    ];
  };
  return new Map(await Promise.all(files.map(read)));
}

/** @returns the file that it wrote. */
export async function saveFixture(name: string, text: string): Promise<string> {
  const file = join(FOLDER, `${name}.json`);
  await writeFile(file, text, { flag: 'wx' });
  return file;
}

/** Writes a fixture as JSON, with the SDL and the query as readable lists of lines. */
export function fixtureText(
  what: string,
  { subgraphs, operation: { query, variables }, world, faults, without }: Case,
): string {
  const sdls = Object.entries(subgraphs).map(([name, sdl]) => [name, sdl.split('\n')]);
  const fixture = {
    what,
    without,
    subgraphs: Object.fromEntries(sdls),
    query: query.split('\n'),
    variables,
    world,
    faults,
  };
  return `${JSON.stringify(fixture, null, 2)}\n`;
}
