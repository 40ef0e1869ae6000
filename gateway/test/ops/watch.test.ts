import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSettling, watchFile } from '../../src/reloading/watch.ts';
import { testFolder } from '../support/house.ts';

const INTERVAL = 20;

async function watched() {
  const folder = await testFolder();
  const file = join(folder.path, 'supergraph.graphql');
  await writeFile(file, 'first');
  let changes = 0;
  const watching = watchFile(
    file,
    async () => {
      changes++;
    },
    INTERVAL,
  );
  await expect.poll(() => changes).toBe(1);
  return {
    file,
    changes: () => changes,
    async [Symbol.asyncDispose]() {
      await watching.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test('each write, replacement (even with the same size), removal and return of a file is reported', async () => {
  await using it = await watched();
  await writeFile(it.file, 'second');
  await expect.poll(it.changes).toBe(2);
  await writeFile(`${it.file}.new`, 'third!');
  await rename(`${it.file}.new`, it.file);
  await expect.poll(it.changes).toBe(3);
  await rm(it.file);
  await expect.poll(it.changes).toBe(4);
  await writeFile(it.file, 'fourth');
  await expect.poll(it.changes).toBe(5);
});

test('a file that is still being written is waited for', () => {
  const isNews = createSettling();
  const looks = ['a', 'a', 'a', 'b', 'c', 'd', 'd', 'a', 'd', 'd', 'gone', 'gone', 'd', 'd'];
  expect(looks.map(isNews).map(Number)).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1]);
});
