/**
 * Composes every change in `changes/` before and after with the command line, and checks it against the
 * supergraph with an operation that uses what changed and one that does not. `expected.json` has the result.
 */
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Problem } from '../src/problem.ts';
import { CHANGES, openProject, type Project, setChange } from './support/project.ts';

interface Outcome {
  readonly exitCode: number;
  /** The codes of the errors. */
  readonly problems: readonly string[];
}

type Expected =
  | {
      readonly composes?: undefined;
      /**
       * By code and coordinate, the verdict with the operation that uses it; two when some operations break and
       * others are at risk.
       */
      readonly changes: Readonly<Record<string, string>>;
      readonly used: Outcome;
      readonly unused: Outcome;
      readonly hints?: readonly string[];
    }
  | { readonly composes: false; readonly problems: readonly Partial<Problem>[] };

interface Checked {
  readonly code: number;
  readonly changes: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

const names = await readdir(CHANGES);

test('there are at least 30 changes', () => expect(names.length).toBeGreaterThanOrEqual(30));

test.each(names)('%s', async (name) => {
  const at = (file: string) => join(CHANGES, name, file);
  const expected = JSON.parse(await readFile(at('expected.json'), 'utf8')) as Expected;
  await using project = await openProject();
  await compose(project, name, 'before', 0);
  await copyFile(join(project.folder, 'supergraph.graphql'), join(project.folder, 'was.graphql'));
  if (expected.composes === false) {
    const problems = await compose(project, name, 'after', 1);
    expect(problems.filter(isError).map(comparable)).toEqual(expected.problems.map(comparable));
    expect((await check(project)).code).toBe(1);
    return;
  }
  const found = await compose(project, name, 'after', 0);
  expect(found.map(({ code }) => code)).toEqual(expected.hints ?? []);

  await copyFile(at('used.graphql'), join(project.folder, 'operation.graphql'));
  const used = await check(project);
  expect(used.changes).toEqual(expected.changes);
  expect(outcomeOf(used)).toEqual(expected.used);

  await copyFile(at('unused.graphql'), join(project.folder, 'operation.graphql'));
  const unused = await check(project);
  expect(unused.changes).toEqual(unusedOf(expected.changes));
  expect(outcomeOf(unused)).toEqual(expected.unused);

  const strict = await check(project, '--strict');
  const breaks = Object.values(expected.changes).some((verdict) => verdict.startsWith('breaking'));
  expect(strict.code).toBe(breaks ? 1 : expected.unused.exitCode);
});

async function compose(
  project: Project,
  change: string,
  when: 'before' | 'after',
  code: number,
): Promise<readonly Problem[]> {
  const operations = [{ client: 'web', files: ['operation.graphql'] }];
  await setChange(project, change, when, { operations });
  const ran = await project.run('compose', '--config', 'config.json', '--format', 'json');
  expect(ran).toMatchObject({ code, err: '' });
  return (JSON.parse(ran.out) as { problems: Problem[] }).problems;
}

async function check(project: Project, ...more: string[]): Promise<Checked> {
  const args = ['--config', 'config.json', '--against', 'was.graphql', '--format', 'json'];
  const { code, out } = await project.run('check', ...args, ...more);
  const { changes = [], problems } = JSON.parse(out) as {
    changes?: { code: string; coordinate?: string; verdict: string; level: string; affects: unknown[] }[];
    problems: Problem[];
  };
  const verdicts = changes.map(({ code, coordinate, verdict, level, affects }) => [
    [code, coordinate].filter(Boolean).join(' '),
    level === 'safe' && affects.length > 0 ? 'safe, noticed' : verdict,
  ]);
  const byChange = Map.groupBy(verdicts, ([change]) => change);
  const joined = [...byChange].map(([change, all]) => [
    change,
    all.map(([, verdict]) => verdict).join(' and '),
  ]);
  return { code, changes: Object.fromEntries(joined), problems };
}

function outcomeOf({ code, problems }: Checked): Outcome {
  return { exitCode: code, problems: problems.filter(isError).map((problem) => problem.code) };
}

function unusedOf(changes: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(changes).map(([change, verdict]): [string, string] => [
    change,
    verdict
      .replace(/ and .*/, '')
      .replace(', used', ', unused')
      .replace(', noticed', ''),
  ]);
  return Object.fromEntries(entries);
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** Leaves out the messages of composition, which change with its version. */
function comparable({ code, file, line, column, also }: Partial<Problem>): Partial<Problem> {
  return JSON.parse(JSON.stringify({ code, file, line, column, also }));
}
