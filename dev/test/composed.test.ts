import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isComposed, noteComposed } from '../src/tasks/composed.ts';
import { temporaryFolder } from './temporaryFolder.ts';

test('the schema is composed again only when an input has changed', async () => {
  await using folder = await temporaryFolder();
  const stamp = join(folder.path, 'stamp');
  expect(await isComposed(stamp)).toBe(false);
  await noteComposed(stamp);
  expect(await isComposed(stamp)).toBe(true);
  await writeFile(stamp, '0'.repeat(64));
  expect(await isComposed(stamp)).toBe(false);
  // A stamp that cannot be written does not stop the start.
  await noteComposed(join(folder.path, 'nowhere/stamp'));
});
