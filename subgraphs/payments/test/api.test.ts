import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { topUp } from '../src/wallets/topUp.ts';
import {
  buildAuthorization,
  buildCaller,
  buildTopUp,
  createUserWith,
  ordersFor,
  staff,
  usd,
} from './builders.ts';
import { testApi } from './support/api.ts';
import { testBooks } from './support/books.ts';
import { authorize, capture } from './support/commands.ts';
import { operations } from './support/operations.ts';

test('a payment from its authorisation to its refund, as the service orders calls it', async () => {
  await using books = await testBooks();
  await using api = await testApi(books);
  const userId = await createUserWith(books.dependencies, usd(10_000));
  const orderId = newUuid();
  const send = api.as(ordersFor(userId));
  const amount = { amount: '60.5', currency: 'USD' };

  const authorized = await send(operations.AUTHORIZE, { orderId, userId, amount });
  expect(authorized.data?.authorizePayment).toMatchObject({
    orderId,
    amount: { amount: '60.50', currency: 'USD' },
    status: 'AUTHORIZED',
    declineCode: null,
  });
  const { id } = authorized.data.authorizePayment;
  expect((await send(operations.AUTHORIZE, { orderId, userId, amount })).data).toEqual(authorized.data);
  const captured = await send(operations.CAPTURE, { orderId });
  expect(captured.data?.capturePayment).toMatchObject({ id, status: 'CAPTURED' });
  const refused = await send(operations.VOID, { orderId });
  expect(refused.errors?.[0]).toMatchObject({
    message: "The order's payment is CAPTURED; only one that is AUTHORIZED can become VOIDED.",
    extensions: { code: 'CONFLICT' },
  });
  const refunded = await send(operations.REFUND, { orderId });
  expect(refunded.data?.refundPayment).toMatchObject({ id, status: 'REFUNDED' });
  const read = await send(operations.PAYMENT_OF_ORDER, { orderId });
  expect(read.data?.paymentOfOrder).toEqual(refunded.data.refundPayment);
});

test('a declined payment has a code', async () => {
  await using books = await testBooks();
  await using api = await testApi(books);
  const userId = await createUserWith(books.dependencies, usd(100));
  const send = api.as(ordersFor(userId));
  const decline = async (amount: string, currency: string, user = userId) => {
    const variables = { orderId: newUuid(), userId: user, amount: { amount, currency } };
    const { data } = await send(operations.AUTHORIZE, variables);
    return [data?.authorizePayment.status, data?.authorizePayment.declineCode];
  };
  expect(await decline('1.01', 'USD')).toEqual(['DECLINED', 'INSUFFICIENT_FUNDS']);
  expect(await decline('0.50', 'EUR')).toEqual(['DECLINED', 'CURRENCY_NOT_SUPPORTED']);
  expect(await decline('0.50', 'USD', newUuid()), 'no wallet').toEqual(['DECLINED', 'INSUFFICIENT_FUNDS']);
  expect(await decline('0', 'USD', newUuid()), 'nothing to pay').toEqual(['AUTHORIZED', null]);
});

test('voiding an order without a payment returns null', async () => {
  await using books = await testBooks();
  await using api = await testApi(books);
  const userId = await createUserWith(books.dependencies, usd(100));
  const orderId = newUuid();
  const send = api.as(ordersFor(userId));
  expect(await send(operations.VOID, { orderId })).toEqual({ data: { voidPayment: null } });
  expect(await send(operations.PAYMENT_OF_ORDER, { orderId })).toEqual({ data: { paymentOfOrder: null } });
  const late = await send(operations.AUTHORIZE, { orderId, userId, amount: { amount: '1' } });
  expect(late.errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
});

test('entries come in pages, newest first, with the balance after each', async () => {
  await using books = await testBooks();
  await using api = await testApi(books);
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(10_000));
  const orderId = newUuid();
  await authorize(dependencies, { orderId, userId, amount: usd(2_500) });
  await capture(dependencies, orderId);
  await topUp(dependencies, buildTopUp({ userId, amount: usd(1), idempotencyKey: 'second' }));
  const read = async (variables: object) => {
    const of = [{ __typename: 'User', id: userId }];
    const { data, errors } = await api.as(buildCaller(userId))(operations.ENTRIES, { of, ...variables });
    expect(errors).toBeUndefined();
    return data._entities[0].wallet.entries;
  };

  const all = await read({});
  expect(all.totalCount).toBe(4);
  expect(
    all.nodes.map(({ kind, amount, balanceAfter, reference }: Record<string, { amount: string }>) => [
      kind,
      amount?.amount,
      balanceAfter?.amount,
      reference,
    ]),
  ).toEqual([
    ['TOP_UP', '0.01', '75.01', 'second'],
    ['CAPTURE', '25.00', '75.00', orderId],
    ['HOLD', '25.00', '100.00', orderId],
    ['TOP_UP', '100.00', '100.00', 'first'],
  ]);
  const first = await read({ first: 3 });
  const second = await read({ first: 3, after: first.pageInfo.endCursor });
  expect([...first.nodes, ...second.nodes]).toEqual(all.nodes);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
});

test('a batch of entities costs one query per type', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const { database } = dependencies;
  const userIds = await Promise.all(Array.from({ length: 20 }, () => createUserWith(dependencies, usd(500))));
  const payments = await Promise.all(
    userIds.map((userId) => authorize(dependencies, buildAuthorization({ userId, amount: usd(5) }))),
  );
  const queries: string[] = [];
  const counted = {
    ...database,
    query: ((text, values) => {
      queries.push(text);
      return database.query(text, values);
    }) as typeof database.query,
  };
  await using api = await testApi({ ...books, dependencies: { ...dependencies, database: counted } });

  const wallets = await api.as(staff)(operations.WALLETS, {
    of: userIds.map((id) => ({ __typename: 'User', id })),
  });
  expect(wallets.data?._entities.map((user: { wallet: unknown }) => user.wallet)).toEqual(
    userIds.map(() => expect.objectContaining({ held: { amount: '0.05' } })),
  );
  expect(queries, 'wallets, entries').toHaveLength(2);
  queries.length = 0;
  const found = await api.as(staff)(operations.PAYMENTS, {
    of: payments.map(({ id }) => ({ __typename: 'Payment', id })),
  });
  expect(found.data?._entities.map(({ id }: { id: string }) => id)).toEqual(payments.map(({ id }) => id));
  expect(queries).toHaveLength(1);
});
