import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import { openTrafficFile } from '../../src/traffic/file.ts';
import { type TrafficFile, trafficFile } from '../../src/traffic/format.ts';
import { createTrafficWriter } from '../../src/traffic/writer.ts';
import { testFolder } from '../support/house.ts';

const clock = () => new Date('2026-11-21T12:34:56.789Z');

const counted = (count: number) => [
  {
    signature: 'ab'.repeat(32),
    name: null,
    document: '{__typename}',
    clients: [{ name: 'web', version: null, count }],
  },
];

function recordingLog() {
  const lines: (object & { message: string })[] = [];
  const add = (fields: object, message: string) => void lines.push({ ...fields, message });
  return { lines, debug: add, info: add, warn: add, error: add };
}

async function open(path: string, log = recordingLog()) {
  const file = await openTrafficFile(path, { clock, log });
  return { file, writer: createTrafficWriter({ file, days: 90, clock, log }), log };
}

const countIn = async (path: string) =>
  trafficFile
    .parse(JSON.parse(await readFile(path, 'utf8')))
    .operations.map(({ clients }) => clients[0]?.count);

test('counts are added to those of earlier runs, and no other file is left', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  for (let run = 0; run < 3; run++) {
    const { writer } = await open(path);
    writer.add(counted(2));
    await writer.write();
    writer.add(counted(1));
    await writer.write();
  }
  expect(await countIn(path)).toEqual([9]);
  expect(await readdir(folder.path)).toEqual(['traffic.json']);
});

test('nothing is written when nothing was counted', async () => {
  await using folder = await testFolder();
  const { writer } = await open(join(folder.path, 'traffic.json'));
  writer.add([]);
  await writer.write();
  expect(await readdir(folder.path)).toEqual([]);
});

test('counts that another process wrote meanwhile are kept', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  const [one, other] = [await open(path), await open(path)];
  for (const { writer } of [one, other, one, other]) {
    writer.add(counted(1));
    await writer.write();
  }
  expect(await countIn(path)).toEqual([4]);
});

test.each([
  ['no JSON', '{"version":1,"operations":[{"secret', 'It is not JSON.'],
  ['another version', '{"version":2,"operations":[]}', 'version: '],
  ['something else', '[]', ''],
])('a broken file (%s) is kept aside, told of, and not written over', async (_what, text, reason) => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  await writeFile(path, text);
  const { writer, log } = await open(path);
  writer.add(counted(1));
  await writer.write();
  const aside = `${path}.2026-11-21T12-34-56.789Z.broken`;
  expect(log.lines).toMatchObject([{ file: path, aside, reason: expect.stringContaining(reason) }]);
  expect(JSON.stringify(log.lines)).not.toContain('secret');
  expect(await readFile(aside, 'utf8')).toBe(text);
  expect(await countIn(path)).toEqual([1]);
});

test('a file that cannot be written is reported in one clear line at the start', async () => {
  await using folder = await testFolder();
  const missing = join(folder.path, 'nowhere/traffic.json');
  await expect(open(missing)).rejects.toThrow(
    `cannot write the traffic file ${missing} (ENOENT); correct TRAFFIC_FILE.`,
  );
  await writeFile(join(folder.path, 'file'), '');
  const inFile = join(folder.path, 'file/traffic.json');
  await expect(open(inFile)).rejects.toThrow(/ENOTDIR/);
  await mkdir(join(folder.path, 'folder'));
  await expect(open(join(folder.path, 'folder'))).rejects.toThrow(/EISDIR/);
});

test('counts that could not be written are written later', async () => {
  await using folder = await testFolder();
  const home = join(folder.path, 'home');
  await mkdir(home);
  const { writer, log } = await open(join(home, 'traffic.json'));
  await rename(home, `${home}.away`);
  for (let n = 0; n < 3; n++) {
    writer.add(counted(1));
    await writer.write();
  }
  expect(log.lines).toHaveLength(3);
  await rename(`${home}.away`, home);
  writer.add(counted(1));
  await writer.write();
  expect(await countIn(join(home, 'traffic.json'))).toEqual([4]);
});

test('an abandoned temporary file is removed; one that may be in use is not', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  const [left, current, foreign] = [`${path}.123.tmp`, `${path}.124.tmp`, `${path}.bak.tmp`];
  const old = new Date(clock().getTime() - 3_600_000);
  for (const each of [left, current, foreign]) await writeFile(each, '{');
  await utimes(left, old, old);
  await utimes(foreign, old, old);
  await utimes(current, clock(), clock());
  await openTrafficFile(path, { clock, log: silentLog });
  expect((await readdir(folder.path)).sort()).toEqual(['traffic.json.124.tmp', 'traffic.json.bak.tmp']);
});

test('a file that was removed is created again', async () => {
  await using folder = await testFolder();
  const path = join(folder.path, 'traffic.json');
  const { writer, file } = await open(path);
  writer.add(counted(5));
  await writer.write();
  await rm(path);
  expect(await file.read()).toEqual({ version: 1, operations: [] } satisfies TrafficFile);
  writer.add(counted(1));
  await writer.write();
  expect(await countIn(path)).toEqual([1]);
});
