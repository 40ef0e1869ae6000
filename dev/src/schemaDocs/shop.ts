import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '@holdfast/kit-base/errors';
import { runCli } from '../../../schema/src/cli.ts';
import { applyEdit, type Edit } from './edits.ts';

const run = promisify(execFile);

/** A small graph in its own git repository, with a branch for changes. */
export interface Shop extends AsyncDisposable {
  /** Edits a file. @throws OperatorError for an edit that does not fit. */
  readonly edit: (edit: Edit) => Promise<void>;
  /** Commits the changes, to the base branch too. */
  readonly merge: () => Promise<void>;
  /** Returns true when the last typed command failed. */
  readonly isRefused: () => boolean;
  /** Runs a command and returns its output, line by line. @throws OperatorError for an unknown one. */
  readonly type: (command: string) => Promise<string[]>;
}

/**
 * Creates a temporary folder with these files, laid out like this repository:
 * `subgraphs/NAME/schema.graphql`, and operations in `schema/operations/CLIENT/`.
 */
export async function openShop(files: ReadonlyMap<string, string>): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-shop-'));
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder, env });
  let exitCode = 0;

  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  const type = async (command: string): Promise<string[]> => {
    if (command === 'echo $?') return [String(exitCode)];
    const [npm, verb, script, dashes, ...args] = command.match(/"[^"]*"|'[^']*'|\S+/g)?.map(unquoted) ?? [];
    if (npm !== 'npm' || verb !== 'run' || script !== 'schema' || dashes !== '--')
      throw new OperatorError(`only npm run schema and echo $? can be typed here, not: ${command}`);
    let printed = '';
    const out = (text: string) => {
      printed += text;
    };
    exitCode = await runCli([...args, '--config', 'schema/config.json'], { cwd: folder, out, err: out });
    return withFixedHash(printed).trimEnd().split('\n');
  };
  const commit = async () => {
    await git('add', '.');
    await git('commit', '--quiet', '--allow-empty', '-m', 'change');
    await git('branch', '--force', 'main');
  };

  await git('init', '--quiet', '--initial-branch', 'change');
  await write('schema/config.json', JSON.stringify(configOf([...files.keys()])));
  for (const [file, text] of files) await write(file, text);
  const composed = await type('npm run schema -- compose');
  if (exitCode !== 0) throw new OperatorError(composed.join('\n'));
  await commit();
  return {
    edit: async (edit) => {
      const text = await readFile(join(folder, edit.file), 'utf8').catch(() => '');
      await write(edit.file, applyEdit(text, edit));
    },
    merge: commit,
    isRefused: () => exitCode !== 0,
    type,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** The user's own git configuration may sign commits or run hooks. */
const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

function configOf(files: readonly string[]) {
  const names = files.flatMap((file) => /^subgraphs\/(\w+)\/schema\.graphql$/.exec(file)?.[1] ?? []);
  return {
    subgraphs: Object.fromEntries(
      names.map((name) => [name, { schema: `../subgraphs/${name}/schema.graphql` }]),
    ),
    operations: [{ files: ['operations/*/*.graphql'] }],
  };
}

function unquoted(word: string): string {
  return /^["']/.test(word) ? word.slice(1, -1) : word;
}

/** Replaces the commit's hash, which changes whenever the composed schema does. */
function withFixedHash(printed: string): string {
  return printed.replaceAll(/ at [0-9a-f]{7},/g, ' at 1a2b3c4,');
}
