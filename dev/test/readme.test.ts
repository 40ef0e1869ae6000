/** Tries the schema change that the README suggests, with the README's own commands. */
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openShop } from '../src/schemaDocs/shop.ts';
import { ROOT } from '../src/services.ts';

test('the suggested schema change composes and breaks an operation that uses the field', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [, field, type, file = '', commands = ''] =
    /remove `(\w+)` and its description from `(\w+)` in `([^`]+)`[\s\S]*?```sh\n(.*?)#/.exec(readme) ?? [];
  const files = new Map<string, string>();
  for await (const each of glob(['subgraphs/*/schema.graphql', 'schema/operations/*/*.graphql'], {
    cwd: ROOT,
  }))
    files.set(each, await readFile(join(ROOT, each), 'utf8'));
  await using shop = await openShop(files);

  const lines = (files.get(file) ?? '').split('\n');
  const start = lines.findIndex((line) => line.startsWith(`type ${type} `));
  const at = lines.findIndex((line, n) => n > start && line.startsWith(`  ${field}:`));
  await shop.edit({
    file,
    hunks: [{ before: lines.slice(at - 1, at + 2), after: lines.slice(at + 1, at + 2) }],
  });

  const printed: string[] = [];
  for (const command of commands.split('&&')) printed.push(...(await shop.type(command.trim())));
  const text = printed.join('\n');
  expect(text).toContain('Composed and wrote');
  expect(text).toContain(
    `breaking, used: FIELD_REMOVED: Field '${field}' was removed from object type '${type}'`,
  );
  expect(text).toMatch(/^ {4}\w+ \(storefront\) /m);
});
