import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { anonymous, buildCaller, createUserWith, ordersFor, staff, usd } from './builders.ts';
import { sharedBooks } from './support/api.ts';
import { balances } from './support/books.ts';
import { authorize } from './support/commands.ts';
import { operations } from './support/operations.ts';

/** The callers: the owner, another user, STAFF, ADMIN, a VENDOR, the service orders, and an anonymous one. */
const CALLERS: Record<string, (owner: string) => Caller> = {
  owner: (owner) => buildCaller(owner),
  other: () => buildCaller(),
  staff: () => staff,
  admin: () => buildCaller(newUuid(), 'ADMIN'),
  vendor: () => buildCaller(newUuid(), 'VENDOR'),
  orders: () => ordersFor(newUuid()),
  anonymous: () => anonymous,
};
type Who = keyof typeof CALLERS;

/** Returns `data` for a value, `null` for a field that is null without an error, otherwise the error's code. */
function outcome(
  answer: { data?: Record<string, unknown> | null; errors?: readonly unknown[] },
  value: unknown,
) {
  const [error] = (answer.errors ?? []) as { extensions?: { code?: string } }[];
  return error ? error.extensions?.['code'] : value ? 'data' : 'null';
}

const ordinary = sharedBooks();
const demo = sharedBooks({ demoTopUp: true });

/** Creates an owner with 10.00, and a client that sends operations as the given caller. */
async function asking(who: Who, { books, api } = ordinary) {
  const owner = await createUserWith(books.dependencies, usd(1000));
  const caller = CALLERS[who];
  if (!caller) throw new Error(who);
  return { dependencies: books.dependencies, owner, send: api.as(caller(owner)) };
}

test.each<[Who, string, string, string]>([
  ['owner', 'data', 'data', 'FORBIDDEN'],
  ['other', 'FORBIDDEN', 'null', 'FORBIDDEN'],
  ['staff', 'data', 'data', 'FORBIDDEN'],
  ['admin', 'data', 'data', 'FORBIDDEN'],
  ['vendor', 'FORBIDDEN', 'null', 'FORBIDDEN'],
  ['orders', 'FORBIDDEN', 'data', 'data'],
  ['anonymous', 'FORBIDDEN', 'null', 'UNAUTHENTICATED'],
])(
  '%s sees a wallet: %s, a payment: %s, the payment of an order: %s',
  async (who, wallet, payment, ofOrder) => {
    const { owner, send, dependencies } = await asking(who);
    const orderId = newUuid();
    const { id } = await authorize(dependencies, { orderId, userId: owner, amount: usd(10) });

    const wallets = await send(operations.WALLETS, { of: [{ __typename: 'User', id: owner }] });
    expect(outcome(wallets, wallets.data?._entities[0]?.wallet)).toBe(wallet);
    const payments = await send(operations.PAYMENTS, { of: [{ __typename: 'Payment', id }] });
    expect(outcome(payments, payments.data?._entities[0])).toBe(payment);
    const read = await send(operations.PAYMENT_OF_ORDER, { orderId });
    expect(outcome(read, read.data?.paymentOfOrder)).toBe(ofOrder);
  },
);

test.each<[Who, string, string, string]>([
  ['owner', 'FORBIDDEN', 'data', 'FORBIDDEN'],
  ['other', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
  ['staff', 'data', 'data', 'FORBIDDEN'],
  ['admin', 'data', 'data', 'FORBIDDEN'],
  ['vendor', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'],
  ['orders', 'FORBIDDEN', 'FORBIDDEN', 'data'],
  ['anonymous', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
])('%s tops up: %s, in the demo: %s, and authorises: %s', async (who, ordinarily, inDemo, authorizes) => {
  for (const [shared, expected] of [
    [ordinary, ordinarily],
    [demo, inDemo],
  ] as const) {
    const asked = await asking(who, shared);
    const variables = { userId: asked.owner, amount: { amount: '0.01' }, key: 'second' };
    const answer = await asked.send(operations.TOP_UP, variables);
    expect(outcome(answer, answer.data?.topUpWallet)).toBe(expected);
    expect(await balances(asked.dependencies, asked.owner)).toEqual([expected === 'data' ? 1001 : 1000, 0]);
  }
  const asked = await asking(who);
  const orderId = newUuid();
  const variables = { orderId, userId: asked.owner, amount: { amount: '0.01' } };
  const answer = await asked.send(operations.AUTHORIZE, variables);
  expect(outcome(answer, answer.data?.authorizePayment)).toBe(authorizes);
  for (const operation of ['CAPTURE', 'REFUND', 'VOID'] as const) {
    const { errors } = await asked.send(operations[operation], { orderId });
    const code = errors?.[0]?.extensions?.['code'];
    expect(code, operation).toBe(authorizes === 'data' ? undefined : authorizes);
  }
});

test('the wallet of a user without one is null; invalid ids resolve to nothing', async () => {
  const { api } = ordinary;
  const of = [newUuid(), 'nonsense', "'; drop table wallets"].map((id) => ({ __typename: 'User', id }));
  const users = await api.as(staff)(operations.WALLETS, { of });
  expect(users.errors).toBeUndefined();
  expect(users.data._entities).toMatchObject([{ wallet: null }, null, null]);
  const ofPayments = of.map(({ id }) => ({ __typename: 'Payment', id }));
  const payments = await api.as(staff)(operations.PAYMENTS, { of: ofPayments });
  expect(payments).toEqual({ data: { _entities: [null, null, null] } });
});

test('401 without an identity', async () => {
  const { api } = ordinary;
  for (const headers of [{}, { 'x-holdfast-identity': 'made.up.token' }]) {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.status).toBe(401);
    const answer = (await response.json()) as { errors: object[] };
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  }
  expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
});
