import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isComposed, noteComposed } from '../src/tasks/composed.ts';
import { temporaryFolder } from './temporaryFolder.ts';

test('what was composed is composed again only when something of it is another', async () => {
  await using folder = await temporaryFolder();
  const stamp = join(folder.path, 'stamp');
  expect(await isComposed(stamp)).toBe(false);
  await noteComposed(stamp);
  expect(await isComposed(stamp)).toBe(true);
  await writeFile(stamp, '0'.repeat(64));
  expect(await isComposed(stamp)).toBe(false);
  // Nobody can write there: the start goes on.
  await noteComposed(join(folder.path, 'nowhere/stamp'));
});
