/** Checks that `npm run docs:schema` writes the output of a page's own steps into the page. */
import { OperatorError } from '@holdfast/kit-base/errors';
import { expect, test } from 'vitest';
import { applyEdit, readEdits } from '../src/schemaDocs/edits.ts';
import { runPage } from '../src/schemaDocs/runPage.ts';

const SHOP = `# A page

\`\`\`graphql
# subgraphs/a/schema.graphql
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Query {
  one: Int
  two: Int
}
\`\`\`

\`\`\`graphql
# schema/operations/web/one.graphql
query One {
  one
}
\`\`\`
`;

function section(diffs: readonly string[], commands: readonly string[]): string {
  const blocks = diffs.map(
    (diff) => `\`\`\`diff\n+++ subgraphs/a/schema.graphql\n${diff}\n\`\`\`\n
\`\`\`console\n$ npm run schema -- compose\nwhat stood here\n${commands.map((each) => `$ ${each}`).join('\n')}\n\`\`\`\n`,
  );
  return `\n## Change\n\n${blocks.join('\n')}`;
}

const CHECK = ['npm run schema -- check', 'echo $?'];

test('each section runs its commands in its own shop', async () => {
  const gone = section(['-  one: Int'], CHECK);
  const page = await runPage(SHOP + gone + gone);
  const printed = `$ npm run schema -- compose
Composed and wrote schema/supergraph.graphql and schema/api.graphql.
$ npm run schema -- check
schema/operations/web/one.graphql:3:3: error OPERATION_NO_LONGER_VALID: One (web): Cannot query field "one" on type "Query".
breaking, used: FIELD_REMOVED: Field 'one' was removed from object type 'Query' (subgraphs/a/schema.graphql:4:6)
    One (web) schema/operations/web/one.graphql:3:3
Compared with schema/api.graphql at 1a2b3c4, the merge base with main: 1 breaking (1 used); 1 operation.
$ echo $?
1`;
  expect(page.split(printed)).toHaveLength(3);
  expect(page).not.toContain('what stood here');
  expect(await runPage(page)).toBe(page);
});

test('a diff is merged before the next one, unless it was rejected', async () => {
  const merged = await runPage(SHOP + section(['-  two: Int', '+type More { a: Int }\n'.trim()], CHECK));
  expect(merged).toContain('merge base with main: 1 breaking (0 used); 1 operation.');
  expect(merged).toContain('merge base with main: 1 safe; 1 operation.');
  const refused = await runPage(SHOP + section(['-  one: Int', '-  two: Int\n+  one: Int'], CHECK));
  expect(refused).toContain('merge base with main: 1 breaking (1 used); 1 operation.');
  expect(refused.match(/merge base with main: 1 breaking \(0 used\); 1 operation\./g)).toHaveLength(1);
});

test('a step that cannot be carried out is reported with its section', async () => {
  await expect(runPage(SHOP + section(['-  three: Int'], []))).rejects.toThrow(
    new OperatorError('"Change": subgraphs/a/schema.graphql has 0 places with these lines:\n  three: Int'),
  );
  await expect(runPage(SHOP + section(['-  two: Int'], ['rm -rf x']))).rejects.toThrow(
    /^"Change": only npm run schema and echo \$\? can be typed here, not: rm -rf x$/,
  );
});

test('whole lines are matched, and only where they occur once', () => {
  const [edit] = readEdits(['+++ f', ' a', '-b', '+c', '@@', ' d', '+e']);
  expect(applyEdit('a\nb\nxa\nbx\nd\n', edit!)).toBe('a\nc\nxa\nbx\nd\ne\n');
  expect(() => applyEdit('a\nb\na\nb\nd\n', edit!)).toThrow('f has 2 places with these lines:\na\nb');
});
