import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLeftovers } from '@holdfast/dev/testing/testFolder';
import { expect, test } from 'vitest';

test('only the folder of a run that has ended is removed', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'holdfast-leftovers-'));
  const ended = spawn(process.execPath, ['-e', '0']);
  await once(ended, 'exit');
  const left = `holdfast-test-${ended.pid}-x`;
  const others = [`holdfast-test-${process.pid}-x`, `holdfast-e2e-${ended.pid}-x`, `x-${left}`];
  for (const name of [left, ...others]) await mkdir(join(parent, name, 'postgres'), { recursive: true });
  await removeLeftovers(parent);
  expect((await readdir(parent)).sort()).toEqual(others.sort());
  await rm(parent, { recursive: true });
});
