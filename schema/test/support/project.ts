import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A project of its own in a temporary folder, with a command line that runs in it. */
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

/** Copies the SDL of a folder into the project as its subgraphs, one for each file. */
export async function setSubgraphs(
  { folder }: Project,
  from: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const files = await readdir(from);
  for (const file of files) await cp(join(from, file), join(folder, file));
  const subgraphs = Object.fromEntries(files.map((file) => [file.replace('.graphql', ''), { schema: file }]));
  await writeFile(join(folder, 'config.json'), JSON.stringify({ subgraphs, ...more }));
}
