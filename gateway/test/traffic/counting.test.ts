/** Tests counting in memory and merging with a file: bounds, and names that clients make up. */
import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import { BOUNDS, OTHER_CLIENTS, OTHER_OPERATIONS } from '../../src/traffic/bounds.ts';
import { clientText } from '../../src/traffic/clientText.ts';
import { type TrafficFile, trafficFile } from '../../src/traffic/format.ts';
import { merge } from '../../src/traffic/merge.ts';
import { type CountedOperation, createTraffic } from '../../src/traffic/traffic.ts';

const EMPTY: TrafficFile = { version: 1, operations: [] };
const NOW = new Date('2026-11-21T12:34:56.789Z');
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

function operation(n: number) {
  return { signature: n.toString(16).padStart(64, '0'), name: `Q${n}`, document: `query Q${n}{__typename}` };
}

function counted(
  n: number,
  clients: readonly (readonly [name: string | null, count: number])[],
): CountedOperation {
  return { ...operation(n), clients: clients.map(([name, count]) => ({ name, version: null, count })) };
}

const client = (name?: string, version?: string) => ({ name, version });
const total = (operations: readonly { clients: readonly { count: number }[] }[]) =>
  operations.flatMap(({ clients }) => clients).reduce((sum, { count }) => sum + count, 0);

test('operations are counted by client and version, and each count is taken once', () => {
  const traffic = createTraffic({ log: silentLog });
  const one = operation(1);
  for (const version of ['1', '2', '2']) traffic.count(one, client('web', version));
  traffic.count(one, client());
  traffic.count(one, client('', ''));
  expect(traffic.take()).toEqual([
    {
      ...one,
      clients: [
        { name: 'web', version: '1', count: 1 },
        { name: 'web', version: '2', count: 2 },
        { name: null, version: null, count: 2 },
      ],
    },
  ]);
  expect(traffic.take()).toEqual([]);
  traffic.count(one, client('web', '2'));
  expect(traffic.take()).toEqual([{ ...one, clients: [{ name: 'web', version: '2', count: 1 }] }]);
});

test('made-up operations and clients fill nothing, and no count is lost', () => {
  const bounds = { operations: 10, documents: 10_000, clients: 5, allClients: 30 };
  const traffic = createTraffic({ bounds, log: silentLog });
  const sent = 200;
  for (let n = 1; n <= sent; n++) traffic.count(operation(n), client('web'));
  for (let n = 0; n < sent; n++) traffic.count(operation(1), client(`made-up-${n}`, `${n}`));
  for (let n = 0; n < sent; n++) traffic.count(operation(1), client(OTHER_CLIENTS.name, `${n}`));
  const told = traffic.take();
  expect(told).toHaveLength(bounds.operations + 1);
  expect(told.find(({ name }) => name === OTHER_OPERATIONS.name)?.clients).toEqual([
    { name: 'web', version: null, count: sent - bounds.operations },
  ]);
  expect(told[0]?.clients).toHaveLength(bounds.clients + 1);
  expect(told[0]?.clients.at(-1)).toMatchObject(OTHER_CLIENTS);
  expect(total(told)).toBe(3 * sent);
  // Known operations and clients keep their place, whatever comes first now.
  for (let n = 0; n < sent; n++) traffic.count(operation(1), client(`new-${n}`));
  traffic.count(operation(1), client('web'));
  expect(traffic.take()[0]?.clients).toContainEqual({ name: 'web', version: null, count: 1 });
});

test('long documents fill nothing either', () => {
  const bounds = { ...BOUNDS, documents: 1_000 };
  const traffic = createTraffic({ bounds, log: silentLog });
  const long = (n: number) => ({ ...operation(n), document: `{${'f '.repeat(200)}}` });
  for (let n = 1; n <= 9; n++) traffic.count(long(n), client());
  expect(traffic.take().map(({ name }) => name)).toEqual(['Q1', 'Q2', '(other operations)']);
});

test.each([
  ['web', 'web'],
  ['  web shop  ', 'web shop'],
  ['', null],
  [' \t ', null],
  [undefined, null],
  [['web'], null],
  ['a\r\n{"level":"error"}', 'a{"level":"error"}'],
  ['\u001b[31mred\u0007', '[31mred'],
  ['a\u202Egnp.exe\u2028b\u200B\uFEFF', 'agnp.exeb'],
  ['x'.repeat(5_000), 'x'.repeat(100)],
  [`${'x'.repeat(99)}😀`, 'x'.repeat(99)],
  ['Größe ☃', 'Größe ☃'],
])('of a client that calls itself %j, %j is kept', (text, kept) => {
  expect(clientText(text)).toBe(kept);
});

test('two names that are equal once cleaned are counted as one', () => {
  const traffic = createTraffic({ log: silentLog });
  for (const name of ['web', ' web', 'web\u0000', 'web ']) traffic.count(operation(1), client(name));
  const file = merge(EMPTY, traffic.take(), { now: NOW, days: 90 });
  expect(file.operations[0]?.clients).toMatchObject([{ name: 'web', count: 4 }]);
});

test('counts are added to those of the file, with the first and last hour', () => {
  const first = merge(EMPTY, [counted(2, [['web', 3]]), counted(1, [[null, 1]])], { now: NOW, days: 90 });
  const second = merge(
    first,
    [
      counted(2, [
        ['web', 4],
        ['app', 1],
      ]),
    ],
    { now: later(1), days: 90 },
  );
  expect(trafficFile.parse(second)).toEqual({
    version: 1,
    operations: [
      {
        ...operation(1),
        clients: [
          {
            name: null,
            version: null,
            count: 1,
            firstSeen: '2026-11-21T12:00:00.000Z',
            lastSeen: '2026-11-21T12:00:00.000Z',
          },
        ],
      },
      {
        ...operation(2),
        clients: [
          {
            name: 'app',
            version: null,
            count: 1,
            firstSeen: '2026-11-22T12:00:00.000Z',
            lastSeen: '2026-11-22T12:00:00.000Z',
          },
          {
            name: 'web',
            version: null,
            count: 7,
            firstSeen: '2026-11-21T12:00:00.000Z',
            lastSeen: '2026-11-22T12:00:00.000Z',
          },
        ],
      },
    ],
  });
});

test('clients and operations that were not seen for long are dropped', () => {
  const first = merge(
    EMPTY,
    [
      counted(1, [
        ['old', 1],
        ['web', 1],
      ]),
      counted(2, [['old', 1]]),
    ],
    { now: NOW, days: 90 },
  );
  const second = merge(first, [counted(1, [['web', 1]])], { now: later(89), days: 90 });
  expect(second.operations.map(({ clients }) => clients.map(({ name }) => name))).toEqual([
    ['old', 'web'],
    ['old'],
  ]);
  const third = merge(second, [], { now: later(91), days: 90 });
  expect(third.operations.map(({ clients }) => clients.map(({ name }) => name))).toEqual([['web']]);
});

test('a file stays within its bounds, keeps what was sent recently and most, and loses no count', () => {
  const bounds = { operations: 5, documents: 10_000, clients: 3, allClients: 100 };
  const clients = (names: readonly string[], count: number) => names.map((name) => [name, count] as const);
  let file = merge(EMPTY, [counted(1, clients(['web', 'app'], 1_000))], { now: NOW, days: 90, bounds });
  let sent = 2_000;
  for (let n = 0; n < 40; n++) {
    const news = [counted(100 + n, clients([`a${n}`, `b${n}`], 1)), counted(1, clients([`c${n}`, 'web'], 1))];
    file = merge(file, news, { now: later(n / 100), days: 90, bounds });
    sent += 4;
  }
  expect(file.operations).toHaveLength(bounds.operations + 1);
  expect(total(file.operations)).toBe(sent);
  const [, known] = file.operations;
  expect(known?.clients.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['web', 'app', '(other clients)']),
  );
  expect(known?.clients).toHaveLength(bounds.clients + 1);
  const spoofed = Array.from({ length: 50 }, (_, n) => ({ ...OTHER_CLIENTS, version: `${n}`, count: 1 }));
  file = merge(file, [{ ...operation(1), clients: spoofed }], { now: later(1), days: 90, bounds });
  expect(file.operations.find(({ name }) => name === 'Q1')?.clients).toHaveLength(bounds.clients + 1);
  expect(trafficFile.safeParse(file).success).toBe(true);
});
