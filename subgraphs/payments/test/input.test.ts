import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { ordersFor, staff } from './builders.ts';
import { sharedBooks } from './support/api.ts';
import { movements } from './support/books.ts';
import { operations } from './support/operations.ts';

const shared = sharedBooks();

const validVariables = () => ({
  orderId: newUuid(),
  userId: newUuid(),
  amount: { amount: '1.00', currency: 'USD' },
  key: 'a key',
});

/** The defect, the wrong variables, the operations that refuse them, and the paths of the problems. */
const WRONG: [string, object, readonly (keyof typeof operations)[], string[]][] = [
  ['too many decimals', { amount: { amount: '1.999' } }, ['TOP_UP', 'AUTHORIZE'], ['amount.amount']],
  [
    'decimals of a yen',
    { amount: { amount: '1.5', currency: 'JPY' } },
    ['TOP_UP', 'AUTHORIZE'],
    ['amount.amount'],
  ],
  ['below zero', { amount: { amount: '-1' } }, ['TOP_UP', 'AUTHORIZE'], ['amount.amount']],
  [
    'an unknown currency',
    { amount: { amount: '1', currency: 'XXX' } },
    ['TOP_UP', 'AUTHORIZE'],
    ['amount.currency'],
  ],
  [
    'a property of Object.prototype as currency',
    { amount: { amount: '1', currency: 'toString' } },
    ['TOP_UP'],
    ['amount.currency'],
  ],
  [
    'more than an amount may be',
    { amount: { amount: '99999999999' } },
    ['TOP_UP', 'AUTHORIZE'],
    ['amount.amount'],
  ],
  ['zero put in', { amount: { amount: '0.00' } }, ['TOP_UP'], ['amount.amount']],
  ['a cent too much', { amount: { amount: '1000000.01' } }, ['TOP_UP'], ['amount.amount']],
  ['a yen too much', { amount: { amount: '1000001', currency: 'JPY' } }, ['TOP_UP'], ['amount.amount']],
  ['a long key', { key: 'k'.repeat(300) }, ['TOP_UP'], ['idempotencyKey']],
  ['an empty key', { key: '  ' }, ['TOP_UP'], ['idempotencyKey']],
  ['a null byte', { key: 'a\0b' }, ['TOP_UP'], ['idempotencyKey']],
  ['a user id that is not an id', { userId: '7' }, ['TOP_UP', 'AUTHORIZE'], ['userId']],
  ['a user id that is a UUIDv4', { userId: crypto.randomUUID() }, ['TOP_UP', 'AUTHORIZE'], ['userId']],
  [
    'an order id that is not an id',
    { orderId: "x' or 1=1" },
    ['AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND', 'PAYMENT_OF_ORDER'],
    ['orderId'],
  ],
  [
    'several defects',
    { orderId: '', userId: '', amount: { amount: '-1' } },
    ['AUTHORIZE'],
    ['orderId', 'userId', 'amount.amount'],
  ],
];

test.each(WRONG)('%s is BAD_USER_INPUT with problems', async (_, wrong, names, paths) => {
  const { api, books } = shared;
  const before = await movements(books.dependencies);
  for (const name of names) {
    const caller = name === 'TOP_UP' ? staff : ordersFor(newUuid());
    const { errors } = await api.as(caller)(operations[name], { ...validVariables(), ...wrong });
    expect(errors?.[0]?.extensions?.['code'], name).toBe('BAD_USER_INPUT');
    const problems: { path: string[] }[] = errors?.[0]?.extensions?.['problems'];
    expect(problems.map(({ path }) => path.join('.'))).toEqual(paths);
  }
  expect(await movements(books.dependencies)).toEqual(before);
});

test('a value that is not a decimal is BAD_USER_INPUT before any resolver runs', async () => {
  const { api } = shared;
  for (const amount of ['abc', '', '1e3', '1,5', ' 1', 'NaN', '0x10', 1.5, null]) {
    const { errors } = await api.as(staff)(operations.TOP_UP, { ...validVariables(), amount: { amount } });
    expect(errors?.[0]?.extensions?.['code'], String(amount)).toBe('BAD_USER_INPUT');
  }
});

test('the largest and the smallest amounts can be put in', async () => {
  const { api } = shared;
  for (const [amount, currency] of [
    ['1000000.00', 'USD'],
    ['0.01', 'USD'],
    ['1000000', 'JPY'],
    ['0.001', 'KWD'],
  ]) {
    const { data } = await api.as(staff)(operations.TOP_UP, {
      ...validVariables(),
      amount: { amount, currency },
    });
    expect(data?.topUpWallet.balance).toEqual({ amount, currency });
  }
});

test.each([
  { first: 0 },
  { first: 101 },
  { first: -1 },
  { after: 'nonsense' },
  { after: Buffer.from('["1; drop table wallets"]').toString('base64url') },
  { after: Buffer.from('["99999999999999999999"]').toString('base64url') },
])('entries of %j are BAD_USER_INPUT', async (page) => {
  const { api } = shared;
  const send = api.as(staff);
  const { userId, amount, key } = validVariables();
  await send(operations.TOP_UP, { userId, amount, key });
  const { errors } = await send(operations.ENTRIES, { of: [{ __typename: 'User', id: userId }], ...page });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [expect.anything()] });
});
