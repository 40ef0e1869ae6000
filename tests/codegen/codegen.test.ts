/** Runs `npm run codegen` in a copied tree: what it generates, and how it reports errors. */
import { globSync, readFileSync } from 'node:fs';
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
  /** Runs codegen and returns its exit code and output. */
  codegen(...args: string[]): Promise<{ code: number; output: string }>;
}

/** Copies the files that codegen reads and writes to a folder that a test may change. */
async function tree(): Promise<Tree> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-codegen-'));
  const copied = ['package.json', 'codegen.ts', 'schema/config.json', 'schema/api.graphql'];
  const sources = ['subgraphs/*/{schema.graphql,src/services/*.graphql,src/**/*.ts}', 'kit/*/src/**/*.ts'];
  copied.push(...globSync(sources, { cwd: ROOT }));
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
      return { code, output: stdout + stderr };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

test('the tree has exactly the files that codegen generates', async () => {
  const present = globSync('{subgraphs/*/src,schema,web/src}/generated/*', { cwd: ROOT });
  expect(present.sort()).toEqual(Object.keys(codegenConfig.generates).sort());
});

test('the operations of web/ and of the clients in schema/operations/ get types, and stale files are named', async () => {
  await using project = await tree();
  await project.write('web/src/app.tsx', 'export const nothing = 1;\n');
  expect(await project.codegen('--check')).toEqual({ code: 0, output: '' });

  await project.write('web/src/catalogue/list.graphql', 'query List { products(first: 3) { totalCount } }');
  await project.write('schema/operations/app/me.graphql', 'query Me { me { email } }');
  const checked = await project.codegen('--check');
  expect(checked.code).toBe(1);
  expect(checked.output).toContain('web/src/generated/operations.ts');
  expect(checked.output).toContain('schema/generated/app.ts');

  expect(await project.codegen()).toEqual({ code: 0, output: '' });
  expect(await project.read('web/src/generated/operations.ts')).toContain(
    'as unknown as DocumentNode<ListQuery, ListQueryVariables>',
  );
  expect(await project.read('schema/generated/app.ts')).toContain('MeDocument');
});

test('an operation that selects a missing field is rejected with its location', async () => {
  await using project = await tree();
  const file = 'subgraphs/products/src/services/inventory.graphql';
  await project.write(file, (await project.read(file)).replace('available', 'availible'));
  await project.write('schema/operations/app/me.graphql', 'query Me {\n  me { mail }\n}');
  const { code, output } = await project.codegen();
  expect(code).toBe(1);
  expect(output).toContain('Cannot query field "availible" on type "Product".');
  expect(output).toContain(`${file}:6:7`);
  expect(output).toContain('schema/operations/app/me.graphql:2:8');
});

test('a subgraph that is called may have a custom scalar with an object as its default', async () => {
  await using project = await tree();
  const file = 'subgraphs/products/schema.graphql';
  const sdl = await project.read(file);
  const changed = sdl.replace('attributes: JSON\n', 'attributes: JSON = { tags: [NEW, 1] }\n');
  expect(changed).not.toBe(sdl);
  await project.write(file, changed);
  expect(await project.codegen('--check')).toEqual({ code: 0, output: '' });
});

/** Returns the file of the inventory service that declares the model `Warehouse`. */
function fileOfWarehouse(): string {
  const [file = ''] = globSync('subgraphs/inventory/src/**/*.ts', { cwd: ROOT }).filter((each) =>
    DECLARATION.test(readFileSync(join(ROOT, each), 'utf8')),
  );
  return file;
}

const DECLARATION = /^export (interface|type) Warehouse\b/m;

test('a model that no file declares is an error that names it', async () => {
  await using project = await tree();
  const file = fileOfWarehouse();
  const renamed = (await project.read(file)).replace(DECLARATION, 'export $1 Depot');
  await project.write(file, renamed);
  const { code, output } = await project.codegen('--check');
  expect(code).toBe(1);
  expect(output).toContain(
    'No file of subgraphs/inventory/src or kit exports the type Warehouse, a model of inventory in codegen.ts.',
  );
});

test('a model that two files declare is an error that names both', async () => {
  await using project = await tree();
  const [file, other] = [fileOfWarehouse(), 'subgraphs/inventory/src/depot.ts'];
  await project.write(other, 'export interface Warehouse {\n  readonly id: string;\n}\n');
  const { code, output } = await project.codegen('--check');
  expect(code).toBe(1);
  expect(output).toContain(
    `${[file, other].sort().join(' and ')} export the type Warehouse; a model has one declaration.`,
  );
});
