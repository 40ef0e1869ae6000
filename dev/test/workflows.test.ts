/** GitHub's workflows cannot run here: what can be said of them without GitHub is. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../src/services.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const FOLDER = join(ROOT, '.github/workflows');
const files = globSync('*.yml', { cwd: FOLDER }).sort();
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

/** The values of a key, such as of each `- run: npm ci`. */
function valuesOf(key: string, text: string): string[] {
  return [...text.matchAll(new RegExp(`^[ -]*${key}: *(.*)$`, 'gm'))].map(([, value = '']) => value);
}

test('there are workflows', () => {
  expect(files).toEqual(['ci.yml', 'schema.yml']);
});

test.each(files)('%s runs nothing but npm commands that there are', (file) => {
  const commands = valuesOf('run', read(file));
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const script = /^npm (?:(ci)|(test)|run ([\w:]+)(?: -- [\w -]+)?)$/.exec(command);
    const [, installs, tests, named] = script ?? [];
    expect(installs ?? scripts[tests ?? named ?? ''], command).toBeDefined();
  }
});

test.each(files)('%s may do no more than it says, with actions of a major version', (file) => {
  const text = read(file);
  expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  for (const action of valuesOf('uses', text)) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
});
