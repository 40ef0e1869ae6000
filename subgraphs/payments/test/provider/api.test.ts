/** The API with an external provider, as the service orders uses it: only where the money is held differs. */
import { expect, test } from 'vitest';
import { buildAuthorization, buildCaller, ordersFor } from '../builders.ts';
import { operations } from '../support/operations.ts';
import { providerBooks } from '../support/providerBooks.ts';

test('a payment from its authorisation to its refund', async () => {
  await using shop = await providerBooks();
  const { orderId, userId } = buildAuthorization();
  const send = shop.api.as(ordersFor(userId));
  const amount = { amount: '60.5', currency: 'USD' };
  const authorized = await send(operations.AUTHORIZE, { orderId, userId, amount });
  expect(authorized.data?.authorizePayment).toMatchObject({
    orderId,
    amount: { amount: '60.50', currency: 'USD' },
    status: 'AUTHORIZED',
    declineCode: null,
  });
  const { id } = authorized.data.authorizePayment;
  expect((await send(operations.CAPTURE, { orderId })).data?.capturePayment).toMatchObject({
    id,
    status: 'CAPTURED',
  });
  const refused = await send(operations.VOID, { orderId });
  expect(refused.errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
  const refunded = await send(operations.REFUND, { orderId });
  expect(refunded.data?.refundPayment).toMatchObject({ id, status: 'REFUNDED' });
  const seen = await shop.api.as(buildCaller(userId))(operations.PAYMENTS, {
    of: [{ __typename: 'Payment', id }],
  });
  expect(seen.data?._entities).toEqual([refunded.data.refundPayment]);
  await shop.expectAgreement();
});

test('a void, a decline, and a void of nothing', async () => {
  await using shop = await providerBooks();
  const { orderId, userId } = buildAuthorization();
  const send = shop.api.as(ordersFor(userId));
  const amount = { amount: '1' };
  await send(operations.AUTHORIZE, { orderId, userId, amount });
  expect((await send(operations.VOID, { orderId })).data?.voidPayment.status).toBe('VOIDED');
  shop.fake.declineWith = 'insufficient_funds';
  const declined = await send(operations.AUTHORIZE, { ...buildAuthorization(), userId, amount });
  expect(declined.data?.authorizePayment).toMatchObject({
    status: 'DECLINED',
    declineCode: 'INSUFFICIENT_FUNDS',
  });
  expect(await send(operations.VOID, { orderId: buildAuthorization().orderId })).toEqual({
    data: { voidPayment: null },
  });
  await shop.expectAgreement();
});

test('a fault has a code and does not mention the provider; a payment that may not exist is not visible', async () => {
  await using shop = await providerBooks();
  const { orderId, userId } = buildAuthorization();
  const send = shop.api.as(ordersFor(userId));
  const variables = { orderId, userId, amount: { amount: '1' } };
  shop.fake.next.authorize = ['LOSE'];
  expect((await send(operations.AUTHORIZE, variables)).errors).toEqual([
    expect.objectContaining({
      message: 'The payments service is not available.',
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'payments' },
    }),
  ]);
  expect((await send(operations.PAYMENT_OF_ORDER, { orderId })).data).toEqual({ paymentOfOrder: null });
  expect((await send(operations.AUTHORIZE, variables)).data?.authorizePayment.status).toBe('AUTHORIZED');
  expect(shop.fake.done).toBe(1);
  await shop.expectAgreement();
});
