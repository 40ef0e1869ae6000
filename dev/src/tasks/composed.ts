/** Whether the schema has to be composed at this start: to load the composer takes a second of a processor. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, SUBGRAPHS } from '../services.ts';

const SCHEMA = join(ROOT, 'schema');
/** Holds the hash of what was composed, of what composes, and of what came of it. */
const STAMP = join(SCHEMA, '.composed');
const PACKAGES = ['@apollo/composition', '@apollo/federation-internals', 'graphql'];

/** Whether nothing of all that has changed since `noteComposed`. */
export async function isComposed(stamp: string = STAMP): Promise<boolean> {
  const [noted, hash] = await Promise.all([readFile(stamp, 'utf8'), hashOfAll()]).catch(() => ['', null]);
  return noted === hash;
}

/** Called after the schema was composed and written. Where it cannot be noted, each start composes. */
export async function noteComposed(stamp: string = STAMP): Promise<void> {
  await writeFile(stamp, await hashOfAll()).catch(() => {});
}

/** @throws when a file is missing. */
async function hashOfAll(): Promise<string> {
  const code = [join(SCHEMA, 'src'), join(ROOT, 'kit/graphql/src')];
  const sources = (await Promise.all(code.map(filesOf))).flat();
  const { resolve } = createRequire(join(SCHEMA, 'package.json'));
  const files = [
    ...sources,
    ...PACKAGES.map((name) => resolve(`${name}/package.json`)),
    ...SUBGRAPHS.map((name) => join(ROOT, 'subgraphs', name, 'schema.graphql')),
    ...['config.json', 'supergraph.graphql', 'api.graphql'].map((name) => join(SCHEMA, name)),
  ];
  const hash = createHash('sha256');
  for (const text of await Promise.all(files.map((file) => readFile(file)))) {
    hash.update(`${text.length} `).update(text);
  }
  return hash.digest('hex');
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}
