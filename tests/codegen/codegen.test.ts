/** `npm run codegen`, run in a tree of its own: what it makes types of, and what it says of what is wrong. */
import { globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runNode } from '@holdfast/dev/testing/runNode';
import { expect, test } from 'vitest';
import codegenConfig from '../../codegen.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Tree extends AsyncDisposable {
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  /** Ends with this code, having said this. */
  codegen(...args: string[]): Promise<{ code: number; said: string }>;
}

/** What codegen reads of this project, and what it wrote, in a folder that a test may change. */
async function tree(): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-codegen-'));
  const copied = ['package.json', 'codegen.ts', 'schema/config.json', 'schema/api.graphql'];
  const ofSubgraphs = 'subgraphs/*/{schema.graphql,src/services/*.graphql,src/generated/*.ts}';
  copied.push(...globSync(ofSubgraphs, { cwd: ROOT }));
  for (const file of copied) await cp(join(ROOT, file), join(folder, file));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const cli = join(folder, 'node_modules/@graphql-codegen/cli/esm/bin.js');
  return {
    async write(file, text) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    read: (file) => readFile(join(folder, file), 'utf8'),
    async codegen(...args) {
      const all = ['--config', 'codegen.ts', '--silent', ...args];
      const { code, stdout, stderr } = await runNode(cli, all, {}, folder);
      return { code, said: stdout + stderr };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test('no file is left of what is generated no more', async () => {
  const there = globSync('{subgraphs/*/src,schema,web/src}/generated/*', { cwd: ROOT });
  expect(there.sort()).toEqual(Object.keys(codegenConfig.generates).sort());
});

test('the operations of web/ and of the clients in schema/operations/ get types, too, and what is stale is named', async () => {
  await using project = await tree();
  await project.write('web/src/app.tsx', 'export const nothing = 1;\n');
  expect(await project.codegen('--check')).toEqual({ code: 0, said: '' });

  await project.write('web/src/catalogue/list.graphql', 'query List { products(first: 3) { totalCount } }');
  await project.write('schema/operations/app/me.graphql', 'query Me { me { email } }');
  const checked = await project.codegen('--check');
  expect(checked.code).toBe(1);
  expect(checked.said).toContain('web/src/generated/operations.ts');
  expect(checked.said).toContain('schema/generated/app.ts');

  expect(await project.codegen()).toEqual({ code: 0, said: '' });
  expect(await project.read('web/src/generated/operations.ts')).toContain(
    'as unknown as DocumentNode<ListQuery, ListQueryVariables>',
  );
  expect(await project.read('schema/generated/app.ts')).toContain('MeDocument');
});

test('an operation that asks for what is not there is refused with its place', async () => {
  await using project = await tree();
  const file = 'subgraphs/products/src/services/inventory.graphql';
  await project.write(file, (await project.read(file)).replace('available', 'availible'));
  await project.write('schema/operations/app/me.graphql', 'query Me {\n  me { mail }\n}');
  const { code, said } = await project.codegen();
  expect(code).toBe(1);
  expect(said).toContain('Cannot query field "availible" on type "Product".');
  expect(said).toContain(`${file}:6:7`);
  expect(said).toContain('schema/operations/app/me.graphql:2:8');
});

test('a subgraph that is called may have a custom scalar with an object as its default', async () => {
  await using project = await tree();
  const file = 'subgraphs/products/schema.graphql';
  const sdl = await project.read(file);
  const changed = sdl.replace('attributes: JSON\n', 'attributes: JSON = { tags: [NEW, 1] }\n');
  expect(changed).not.toBe(sdl);
  await project.write(file, changed);
  expect(await project.codegen('--check')).toEqual({ code: 0, said: '' });
});
