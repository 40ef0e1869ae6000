/** `npm run payments:verify`, run as a program. */
import { join } from 'node:path';
import { runNode } from '@holdfast/dev/testing/runNode';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { buildAuthorization, createUserWith, usd } from '../builders.ts';
import { testBooks } from '../support/books.ts';
import { authorize, capture, refund, voidPayment } from '../support/commands.ts';
import { providerBooks } from '../support/providerBooks.ts';

async function verify(url: string): Promise<{ code: number; output: string }> {
  const file = join(import.meta.dirname, '../../src/verification/verify.ts');
  const { code, stdout, stderr } = await runNode(file, [], { POSTGRES_URL: url });
  return { code, output: stdout + stderr };
}

/** Creates books with a payment in each state. */
async function ordinaryBooks() {
  const books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const order = async (minor: number) => {
    const { orderId } = await authorize(dependencies, buildAuthorization({ userId, amount: usd(minor) }));
    return orderId;
  };
  const held = await order(300);
  await capture(dependencies, await order(10));
  await voidPayment(dependencies, await order(20));
  const refunded = await order(30);
  await capture(dependencies, refunded);
  await refund(dependencies, refunded);
  await order(5_000);
  await capture(dependencies, await order(0));
  await voidPayment(dependencies, newUuid());
  return { ...books, userId, held };
}

test('reports that the books agree', async () => {
  await using books = await ordinaryBooks();
  expect(await verify(books.url)).toEqual({ code: 0, output: 'The books agree.\n' });
});

test.each<[string, string, RegExp]>([
  [
    'a stored total that is not the sum of its postings',
    'update wallets set available = available + 5',
    /^account AVAILABLE of user USER: postings sum to 6.90 USD, the wallet records 6.95 USD\n$/,
  ],
  [
    'a posting that was changed',
    `update postings set amount = -999 where account = 'EXTERNAL'`,
    /^transaction .*: its postings sum to 1,[^\n]*\ntransaction .* \(TOP_UP\) of user USER: its postings are not those of a TOP_UP;/m,
  ],
  [
    'a posting on another account',
    `update postings set account = 'MERCHANT' where account = 'EXTERNAL'`,
    /\(TOP_UP\) of user USER: its postings are not those/,
  ],
  [
    'missing postings',
    `delete from postings where transaction_id = (select id from transactions where kind = 'TOP_UP')`,
    /^transaction .*: its postings sum to 0, or there are fewer than two$/m,
  ],
  [
    'a transaction that records another total after it',
    'update transactions set available_after = 1 where sequence = 3',
    /^transaction \S+ \(HOLD\) of user USER: records number 3, available 1 and held 310 after it, the transactions up to it make 3, 690 and 310\n$/,
  ],
  [
    'a gap in the numbers',
    'update transactions set sequence = 99 where sequence = 9',
    /^transaction \S+ \(REFUND\) of user USER: records number 99, .* make 9, 690 and 300\n$/,
  ],
  [
    'a payment without its movement',
    `update payments set status = 'CAPTURED' where order_id = 'ORDER'`,
    /^payment of order ORDER \(CAPTURED\): should have HOLD, CAPTURE, has HOLD$/m,
  ],
  [
    'a payment of another amount',
    `update payments set amount = 1 where order_id = 'ORDER'`,
    /^payment of order ORDER \(AUTHORIZED\): should have HOLD, has nothing, and with another user or amount HOLD$/m,
  ],
  [
    'a movement without a payment',
    `delete from payments where order_id = 'ORDER'`,
    /^payment of order ORDER \(none\): should have nothing, has nothing, and with another user or amount HOLD$/m,
  ],
])('reports %s, and exits with 1', async (_, damage, named) => {
  await using books = await ordinaryBooks();
  const { dependencies, url, userId, held } = books;
  await dependencies.database.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(damage.replace('ORDER', held));
  });
  const { code, output } = await verify(url);
  expect(code).toBe(1);
  expect(output.replaceAll(userId, 'USER').replaceAll(held, 'ORDER')).toMatch(named);
});

/** Creates books with three payments of an external provider: one held, one captured and one refunded. */
async function externalBooks() {
  const shop = await providerBooks();
  const orders = [buildAuthorization(), buildAuthorization(), buildAuthorization()] as const;
  const [held, taken, refunded] = orders;
  for (const order of orders) await shop.provider.authorize(order);
  for (const { orderId } of [taken, refunded]) await shop.provider.capture(orderId);
  await shop.provider.refund(refunded.orderId);
  for (const event of shop.fake.events) await shop.fake.deliver(event);
  return { ...shop, held, taken };
}

test.each<[string, string, RegExp]>([
  ['nothing', 'select', /^The books agree.\n$/],
  [
    'a capture without its movement',
    `update payments set status = 'CAPTURED' where order_id = 'HELD'`,
    /^account MERCHANT: .*\npayment of order HELD \(CAPTURED\): should have CHARGE, has nothing\n$/,
  ],
  [
    'a movement without a capture',
    `update payments set status = 'AUTHORIZED' where order_id = 'TAKEN'`,
    /\npayment of order TAKEN \(AUTHORIZED\): should have nothing, has CHARGE\npayment of order TAKEN \(AUTHORIZED\): the provider's event \S+ reports captured\n$/,
  ],
  [
    'a movement of another kind',
    `update transactions set kind = 'REPAY' where kind = 'CHARGE' and reference = 'TAKEN'`,
    /^transaction \S+ \(REPAY\).*: its postings are not those of a REPAY;/,
  ],
  [
    'a void that the provider contradicts',
    `update payments set status = 'VOIDED' where order_id = 'TAKEN'; delete from postings where transaction_id = (
      select id from transactions where reference = 'TAKEN'); delete from transactions where reference = 'TAKEN'`,
    /^payment of order TAKEN \(VOIDED\): the provider's event \S+ reports captured\n$/,
  ],
])('reports %s of an external provider', async (_, damage, named) => {
  await using shop = await externalBooks();
  const { books, held, taken } = shop;
  await books.dependencies.database.transaction(async (tx) => {
    await tx.query('set local session_replication_role = replica');
    await tx.query(damage.replaceAll('HELD', held.orderId).replaceAll('TAKEN', taken.orderId));
  });
  const { code, output } = await verify(books.url);
  expect(code).toBe(damage === 'select' ? 0 : 1);
  expect(output.replaceAll(held.orderId, 'HELD').replaceAll(taken.orderId, 'TAKEN')).toMatch(named);
});

test('reports in one line what is wrong with its settings', async () => {
  expect(await verify('')).toEqual({
    code: 1,
    output: 'payments:verify: Wrong settings: POSTGRES_URL is not set.\n',
  });
});
