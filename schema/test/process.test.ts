/** The real process: its four formats, its exit codes, and its messages for wrong command lines. */
import { execFile } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHANGES, openProject, type Ran, setChange } from './support/project.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');

function run(cwd: string, ...argv: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...argv], { cwd }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('a change that breaks an operation, in every format', async () => {
  await using project = await openProject();
  const { folder } = project;
  await setChange(project, 'field-removed', 'before');
  expect((await run(folder, 'compose', '--config', 'config.json')).code).toBe(0);
  await copyFile(join(folder, 'supergraph.graphql'), join(folder, 'was.graphql'));
  const operations = [{ client: 'web', files: ['operation.graphql'] }];
  await setChange(project, 'field-removed', 'after', { operations });
  await copyFile(join(CHANGES, 'field-removed/used.graphql'), join(folder, 'operation.graphql'));
  await run(folder, 'compose', '--config', 'config.json');

  const check = (format: string) =>
    run(folder, 'check', '--config', 'config.json', '--against', 'was.graphql', '--format', format);
  const invalid = 'Used (web): Cannot query field "sku" on type "Product".';
  const removed = "Field 'sku' was removed from object type 'Product'";
  const verdict = 'Compared with was.graphql: 1 breaking (1 used); 1 operation.';

  const text = await check('text');
  expect(text).toEqual({
    code: 1,
    err: '',
    out: `operation.graphql:3:5: error OPERATION_NO_LONGER_VALID: ${invalid}
breaking, used: FIELD_REMOVED: ${removed} (catalog.graphql:39:6)
    Used (web) operation.graphql:3:5
${verdict}\n`,
  });
  const json = JSON.parse((await check('json')).out) as Record<string, unknown>;
  expect(json).toMatchObject({
    ok: false,
    headline: verdict,
    problems: [{ code: 'OPERATION_NO_LONGER_VALID', file: 'operation.graphql', line: 3, column: 5 }],
    changes: [{ verdict: 'breaking, used', coordinate: 'Product.sku', affects: [{ clients: ['web'] }] }],
  });
  expect((await check('github')).out).toBe(
    `::error file=operation.graphql,line=3,col=5,title=OPERATION_NO_LONGER_VALID::${invalid}
::error file=catalog.graphql,line=39,col=6,title=breaking%2C used%3A FIELD_REMOVED::${removed}%0AUsed (web) operation.graphql:3:5
${verdict}\n`,
  );
  expect((await check('markdown')).out).toBe(
    `### ❌ Breaks 1 operation of 1 client

${verdict}

| Client | Operation | Broken by |
| --- | --- | --- |
| \`web\` | \`Used\` \`operation.graphql:3:5\` | \`Product.sku\` |

<details><summary>1 validation error</summary>

- **error** \`OPERATION_NO_LONGER_VALID\` \`operation.graphql:3:5\`: ${invalid}

</details>

#### Breaking, used

- \`FIELD_REMOVED\` \`catalog.graphql:39:6\`: ${removed}\n`,
  );
});

test('escapes composition errors in annotations', async () => {
  await using project = await openProject();
  await setChange(project, 'shareable-conflict', 'after');
  const { code, out } = await run(project.folder, 'compose', '--config', 'config.json', '--format', 'github');
  expect(code).toBe(1);
  expect(out.split('\n')[0]).toMatch(
    /^::error file=catalog\.graphql,line=42,col=3,title=INVALID_FIELD_SHARING::Non-shareable field .+%0Aalso stock\.graphql:20:3$/,
  );
});

test.each([
  [[], 'no command was given: see help'],
  [['paint'], 'unknown command "paint": see help'],
  [['check', '--loud'], "check: Unknown option '--loud': see help check"],
  [['diff', 'a'], 'diff takes 2 arguments, not 1: see help diff'],
  [['compose', '--format', 'html'], '--format must be one of text, json, markdown, github, not "html"'],
  [['compose', '--config', 'none.json'], 'none.json: the configuration cannot be read'],
  [['compose', '--config', 'typo.json'], 'typo.json: Unrecognized key: "subgraph"'],
])('%j is one line, and exit code 2', async (argv, line) => {
  await using project = await openProject();
  await writeFile(
    join(project.folder, 'typo.json'),
    JSON.stringify({ subgraphs: { a: { schema: 'a' } }, subgraph: {} }),
  );
  expect(await project.run(...argv)).toEqual({ code: 2, out: '', err: `schema: ${line}\n` });
});

test('help lists every command, and each has its own help', async () => {
  await using project = await openProject();
  const { out } = await project.run('help');
  for (const name of ['compose', 'check', 'diff']) {
    expect(out).toContain(`\n  ${name} `);
    expect((await project.run('help', name)).out).toMatch(new RegExp(`^Usage: npm run schema -- ${name} `));
    expect((await project.run(name, '--help')).out).toBe((await project.run('help', name)).out);
  }
});
