import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runCli } from '../../src/cli.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A project in its own temporary folder, with a command line that runs there. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  readonly run: (...argv: string[]) => Promise<Ran>;
}

export async function openProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-schema-'));
  return {
    folder,
    run: (...argv) => runIn(folder, argv),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function runIn(cwd: string, argv: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runCli(argv, {
    cwd,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

/** Copies the SDL files of a folder into the project, each as a subgraph. */
export async function setSubgraphs(
  { folder }: Project,
  from: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const files = await readdir(from);
  for (const file of files) await cp(join(from, file), join(folder, file));
  await configure(folder, files, more);
}

const SHOP = join(import.meta.dirname, '../shop');
export const CHANGES = join(import.meta.dirname, '../changes');

/**
 * Copies the shop's subgraphs into the project as they are before or after a change in `changes/`: with its
 * `before.diff`, if it has one, and then its `change.diff`. Its `expected.json` names the `subgraphs`; the
 * default is the catalogue alone.
 */
export async function setChange(
  { folder }: Project,
  name: string,
  when: 'before' | 'after',
  more: Record<string, unknown> = {},
): Promise<void> {
  const change = join(CHANGES, name);
  const { subgraphs = ['catalog'] } = JSON.parse(await readFile(join(change, 'expected.json'), 'utf8')) as {
    subgraphs?: string[];
  };
  const files = subgraphs.map((subgraph) => `${subgraph}.graphql`);
  for (const file of files) await cp(join(SHOP, file), join(folder, file));
  const diffs = (await readdir(change)).filter(
    (file) => file === 'before.diff' || (file === 'change.diff' && when === 'after'),
  );
  for (const diff of diffs.sort()) {
    await promisify(execFile)('git', ['apply', join(change, diff)], { cwd: folder });
  }
  await configure(folder, files, more);
}

async function configure(
  folder: string,
  files: readonly string[],
  more: Record<string, unknown>,
): Promise<void> {
  const subgraphs = Object.fromEntries(files.map((file) => [file.replace('.graphql', ''), { schema: file }]));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ subgraphs, ...more }));
}
