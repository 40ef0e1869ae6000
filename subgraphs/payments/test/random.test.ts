/** Sixteen workers send random commands concurrently; the books agree afterwards. */
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import type { TransactionalDependencies } from '../src/ledger/dependencies.ts';
import { verifyBooks } from '../src/verification/verifyBooks.ts';
import { topUp } from '../src/wallets/topUp.ts';
import { usd } from './builders.ts';
import { AGREE } from './support/books.ts';
import { authorize, capture, refund, voidPayment } from './support/commands.ts';
import { expectEventsOfPayments } from './support/outbox.ts';
import { times, wideBooks } from './support/racing.ts';

const WORKERS = 16;
const OPERATIONS = 512;

/** Mulberry32: the same numbers, from 0 to below 1, for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Returns the operations of a seed. Users, orders and keys are few, so that operations collide and repeat. */
function operationsOf(seed: number) {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const users = times(4, () => newUuid());
  const orders = times(60, () => ({
    orderId: newUuid(),
    userId: users[below(4)]!,
    amount: usd(below(200)),
  }));
  return times(OPERATIONS, () => {
    const order = orders[below(orders.length)]!;
    const wanted = below(20) === 0 ? { ...order, amount: usd(below(100)) } : order;
    const key = below(60);
    const put = { userId: users[key % 4]!, amount: usd(10 * (1 + key)), idempotencyKey: `key ${key}` };
    const choice = below(10);
    return async (dependencies: TransactionalDependencies): Promise<unknown> => {
      if (choice < 2) return topUp(dependencies, put);
      if (choice < 6) return authorize(dependencies, wanted);
      if (choice < 8) return capture(dependencies, order.orderId);
      return choice < 9 ? voidPayment(dependencies, order.orderId) : refund(dependencies, order.orderId);
    };
  });
}

const sum = async ({ database }: TransactionalDependencies, query: string): Promise<bigint> => {
  const { rows } = await database.query<{ sum: bigint }>(`select coalesce((${query}), 0)::bigint as sum`);
  return rows[0]!.sum;
};

test.each([1, 2, 3])('seed %i', async (seed) => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const queue = operationsOf(seed);
  const unexpected: unknown[] = [];
  const worker = async () => {
    for (let operation = queue.pop(); operation; operation = queue.pop()) {
      await operation(dependencies).catch((error: unknown) => {
        if (codeOf(error) !== 'CONFLICT') unexpected.push(error);
      });
    }
  };
  await Promise.all(times(WORKERS, worker));

  expect(unexpected).toEqual([]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
  await expectEventsOfPayments(dependencies);
  const putIn = await sum(dependencies, `select sum(amount) from transactions where kind = 'TOP_UP'`);
  const inWallets = await sum(dependencies, 'select sum(available + held) from wallets');
  const captured = await sum(dependencies, `select sum(amount) from transactions where kind = 'CAPTURE'`);
  const refunded = await sum(dependencies, `select sum(amount) from transactions where kind = 'REFUND'`);
  expect(inWallets + captured - refunded).toBe(putIn);
  for (const kind of ['HOLD', 'CAPTURE', 'VOID', 'REFUND']) {
    const amount = await sum(dependencies, `select sum(amount) from transactions where kind = '${kind}'`);
    expect(amount, `${kind} happened`).toBeGreaterThan(0n);
  }
  const gaps = `select sum(sequence) - sum(nth) from (
    select sequence, row_number() over (partition by user_id order by sequence) as nth from transactions) as numbered`;
  expect(await sum(dependencies, gaps), 'numbered without gaps').toBe(0n);
});
