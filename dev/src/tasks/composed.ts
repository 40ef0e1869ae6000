/** Decides whether a start has to compose the schema: loading the composer takes a second of processor time. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { hashFiles } from '../../../gateway/ide/hashFiles.ts';
import { ROOT } from '../services.ts';

const SCHEMA = join(ROOT, 'schema');
/** Holds the hash of the subgraphs' SDL, of the code that composes it, and of the composed schema. */
const STAMP = join(SCHEMA, '.composed');
const PACKAGES = ['@apollo/composition', '@apollo/federation-internals', 'graphql'];

/** Returns true when nothing that the hash covers has changed since `noteComposed`. */
export async function isComposed(stamp: string = STAMP): Promise<boolean> {
  const [noted, hash] = await Promise.all([readFile(stamp, 'utf8'), hashOfAll()]).catch(() => ['', null]);
  return noted === hash;
}

/** Notes that the schema was composed and written. Where the note cannot be written, each start composes. */
export async function noteComposed(stamp: string = STAMP): Promise<void> {
  await writeFile(stamp, await hashOfAll()).catch(() => {});
}

/** @throws when a file is missing. */
async function hashOfAll(): Promise<string> {
  const config = await readFile(join(SCHEMA, 'config.json'), 'utf8');
  const { subgraphs } = JSON.parse(config) as { subgraphs: Record<string, { schema: string }> };
  const { resolve } = createRequire(join(SCHEMA, 'package.json'));
  return hashFiles(SCHEMA, [
    ...['src', '../kit/graphql/src', 'config.json', 'supergraph.graphql', 'api.graphql'],
    ...Object.values(subgraphs).map(({ schema }) => schema),
    ...PACKAGES.map((name) => resolve(`${name}/package.json`)),
  ]);
}
