/** `npm run orders:stuck` and `npm run orders:resume`, run as an operator does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runNode } from '@holdfast/dev/testing/runNode';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { takeOver } from '../../src/saga/takeOver.ts';
import { confirmed, place, stored, UNTOUCHED } from '../support/orders.ts';
import { testWorld, type World } from '../support/world.ts';

const ROOT = join(import.meta.dirname, '../../../..');

function run(env: Record<string, string>, command: string, ...args: string[]): Promise<Ended> {
  const file = `subgraphs/orders/src/operator/${command}.ts`;
  return runNode(join(ROOT, 'dev/src/onShop.ts'), ['orders', file, ...args], env);
}

/** Places an order that gets STUCK at releasing its stock. */
async function stuckOrder(world: World) {
  world.books.wallet = 5;
  world.fail('ReleaseReference', 'before', 1_000_000);
  const order = await place(world);
  while ((await stored(world, order)).saga.status !== 'STUCK') {
    await takeOver(world.deps, null, world.now + 2_000);
    world.now += 10_000;
  }
  world.fail('ReleaseReference', 'before', 0);
  return stored(world, order);
}

test('a stuck order is listed with its step and error, resumed, and brought to its end', async () => {
  await using world = await testWorld();
  const database = { MONGODB_URL: world.url };
  expect(await run(database, 'stuck')).toEqual({ code: 0, stdout: 'No order is stuck.\n', stderr: '' });
  expect((await run(database, 'stuck', '--json')).stdout).toBe('[]\n');
  const { id, number, updatedAt } = await stuckOrder(world);
  const error = 'The test service is not available.';
  const shown = await run(database, 'stuck', '--json');
  const row = { id, number, step: 'RESERVE_STOCK', error, since: updatedAt.toISOString() };
  expect(JSON.parse(shown.stdout)).toEqual([row]);
  const { stdout } = await run(database, 'stuck');
  const [heading, line] = stdout.split('\n');
  expect(heading).toMatch(/^id +number +step +error +since$/);
  expect(line).toBe(Object.values(row).join('  '));

  const resumed = { code: 0, stdout: `Order ${id} is being compensated again.\n`, stderr: '' };
  expect(await run(database, 'resume', id)).toEqual(resumed);
  world.now = Date.now();
  expect(await takeOver(world.deps, null, world.now + 2_000)).toMatchObject({ id, status: 'REJECTED' });
  expect(world.books).toEqual({ ...UNTOUCHED, wallet: 5 });
  expect(await run(database, 'resume', id)).toEqual({
    code: 1,
    stdout: '',
    stderr: `orders:resume: order ${id} is not stuck: its saga is COMPENSATED\n`,
  });
});

test('resuming no order, an unknown one or one that is not stuck prints one line, with exit code 1', async () => {
  await using world = await testWorld();
  const database = { MONGODB_URL: world.url };
  const order = await confirmed(world);
  const unknown = newUuid();
  for (const [args, message] of [
    [[], 'name the order: npm run orders:resume ID'],
    [[unknown], `there is no order ${unknown}`],
    [[order.id], `order ${order.id} is not stuck: its saga is COMPLETED`],
  ] as const) {
    const ended = await run(database, 'resume', ...args);
    expect(ended).toEqual({ code: 1, stdout: '', stderr: `orders:resume: ${message}\n` });
  }
  expect(await stored(world, order)).toEqual(order);
  const other = await run(database, 'stuck', '--jsn');
  expect(other).toMatchObject({
    code: 1,
    stderr: 'orders:stuck: unknown option --jsn; the only option is --json\n',
  });
});

test('without a database or a running shop, the error says what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-shop-'));
  try {
    const { code, stderr } = await run({ MONGODB_URL: '', DATA_DIR: folder }, 'stuck');
    expect(code).toBe(1);
    expect(stderr).toBe(
      `orders: no shop runs on ${folder}; start it, set DATA_DIR to its folder, or set MONGODB_URL to the database of orders.\n`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
