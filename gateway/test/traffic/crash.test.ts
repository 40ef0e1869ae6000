/** Tests that the file is always whole, wherever the process ends. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { trafficFile } from '../../src/traffic/format.ts';
import { testFolder } from '../support/house.ts';

const ENDLESS_WRITER = `
  const { openTrafficFile } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/traffic/file.ts'))});
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const file = await openTrafficFile(process.argv[1], { clock: () => new Date(), log });
  const operations = Array.from({ length: 2_000 }, (_, n) => ({
    signature: n.toString(16).padStart(64, '0'), name: null, document: '{' + 'field '.repeat(100) + '}', clients: [],
  }));
  for (let n = 1; ; n++) {
    await file.write({ version: 1, operations: operations.slice(n % 2 ? 0 : 1_000) });
    process.stdout.write(n + '\\n');
  }`;

test('after kill -9 during a write, the file has the content from before or after it', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  for (let round = 0; round < 8; round++) {
    const args = ['--input-type=module', '--eval', ENDLESS_WRITER, path];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    let written = 0;
    for await (const _ of createInterface(child.stdout)) if (++written > round) break;
    // The next one is being written.
    child.kill('SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);
    const { operations } = trafficFile.parse(JSON.parse(await readFile(path, 'utf8')));
    expect([1_000, 2_000]).toContain(operations.length);
  }
});
