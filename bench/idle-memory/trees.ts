import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../dev/src/services.ts';

export interface Tree extends Disposable {
  readonly folder: string;
}

/**
 * Checks out another revision, with the packages of this one when both lock the same, and otherwise with those
 * that npm installs for it.
 */
export function treeOf(revision: string): Tree {
  const folder = join(ROOT, '.data', 'bench', revision.replaceAll(/[^\w.-]/g, '_'));
  const git = (...args: string[]) => execFileSync('git', ['-C', ROOT, ...args], { stdio: 'pipe' });
  if (existsSync(folder)) git('worktree', 'remove', '--force', folder);
  git('worktree', 'add', '--detach', '--force', folder, revision);
  if (lockOf(folder).equals(lockOf(ROOT))) linkPackages(folder);
  else execFileSync('npm', ['ci', ...QUIET_NPM], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    folder,
    [Symbol.dispose]() {
      git('worktree', 'remove', '--force', folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const QUIET_NPM = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];

const lockOf = (folder: string) => readFileSync(join(folder, 'package-lock.json'));

function linkPackages(folder: string): void {
  for (const packages of nodeModules()) {
    // Links between workspaces are relative, so they lead to the files of the copy.
    if (existsSync(dirname(join(folder, packages)))) {
      execFileSync('cp', ['-al', join(ROOT, packages), join(folder, packages)]);
    }
  }
  linkKit(folder);
}

/** Links the revision's kit into its node_modules: its parts, or the single package that it used to be. */
export function linkKit(tree: string): void {
  const scope = join(tree, 'node_modules/@holdfast');
  mkdirSync(scope, { recursive: true });
  const link = (folder: string, name: string) => {
    if (!existsSync(join(tree, folder, 'package.json'))) return;
    rmSync(join(scope, name), { force: true });
    symlinkSync(join('../..', folder), join(scope, name));
  };
  link('kit', 'kit');
  for (const part of readdirSync(join(tree, 'kit'))) link(`kit/${part}`, `kit-${part}`);
}

function nodeModules(): string[] {
  const folders = ['.', ...['gateway', 'schema', 'dev', 'tests', 'gateway/ide']];
  for (const group of ['kit', 'subgraphs', 'workers']) {
    folders.push(...readdirSync(join(ROOT, group)).map((name) => join(group, name)));
  }
  return folders
    .map((folder) => join(folder, 'node_modules'))
    .filter((folder) => existsSync(join(ROOT, folder)));
}
