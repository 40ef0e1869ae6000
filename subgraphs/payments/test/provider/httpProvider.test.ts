/** Payments through an external provider: both sides' records agree, whatever happens to an answer. */
import { codeOf } from '@holdfast/kit-base/errors';
import { expect, test } from 'vitest';
import { createWalletProvider } from '../../src/payments/walletProvider.ts';
import { buildAuthorization, createUserWith, usd } from '../builders.ts';
import { movements } from '../support/books.ts';
import { providerBooks } from '../support/providerBooks.ts';

test('a payment from its authorisation to its refund', async () => {
  await using shop = await providerBooks();
  const { provider, fake, books } = shop;
  const order = buildAuthorization();
  const { orderId } = order;
  expect(await provider.authorize(order)).toMatchObject({ ...order, status: 'AUTHORIZED' });
  await shop.expectAgreement();
  expect(await movements(books.dependencies), 'the provider holds the money').toEqual({});
  expect((await provider.capture(orderId)).status).toBe('CAPTURED');
  await shop.expectAgreement();
  await expect(provider.void(orderId)).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  expect((await provider.refund(orderId)).status).toBe('REFUNDED');
  await shop.expectAgreement();
  expect(await movements(books.dependencies)).toEqual({ CHARGE: 1, REPAY: 1 });
  expect(fake.asked).toEqual(['AUTHORIZE', 'CAPTURE', 'REFUND'].map((step) => `${orderId}:${step}`));
});

test('a command that was carried out before is answered without asking the provider', async () => {
  await using shop = await providerBooks();
  const { provider, fake } = shop;
  const order = buildAuthorization();
  const authorized = await provider.authorize(order);
  expect(await provider.authorize(order)).toEqual(authorized);
  const voided = await provider.void(order.orderId);
  expect(voided?.status).toBe('VOIDED');
  expect(await provider.void(order.orderId)).toEqual(voided);
  await expect(provider.capture(order.orderId)).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  await expect(provider.authorize(order)).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  expect(fake.asked).toHaveLength(2);
  await shop.expectAgreement();
});

test.each([
  ['insufficient_funds', 'INSUFFICIENT_FUNDS'],
  ['currency_not_supported', 'CURRENCY_NOT_SUPPORTED'],
  ['do_not_honour', 'DECLINED_BY_PROVIDER'],
])('declined for %s is DECLINED for good', async (code, declineCode) => {
  await using shop = await providerBooks();
  const order = buildAuthorization();
  shop.fake.declineWith = code;
  const declined = await shop.provider.authorize(order);
  expect(declined).toMatchObject({ status: 'DECLINED', declineCode });
  shop.fake.declineWith = undefined;
  expect(await shop.provider.authorize(order)).toEqual(declined);
  expect(await shop.provider.void(order.orderId)).toEqual(declined);
  await shop.expectAgreement();
});

test.each(['LOSE', 'FAIL', 'REFUSE', 'GARBLE', 'SILENT'] as const)(
  'a command whose answer is %s fails, and repeating it does nothing twice',
  async (behaviour) => {
    await using shop = await providerBooks(behaviour === 'SILENT' ? 300 : 5_000);
    const { provider, fake } = shop;
    const code = behaviour === 'SILENT' ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE';
    const faulty = async (
      command: 'authorize' | 'capture' | 'void' | 'refund',
      work: () => Promise<unknown>,
    ) => {
      fake.next[command] = [behaviour];
      const error: unknown = await work().catch((caught: unknown) => caught);
      expect(codeOf(error)).toBe(code);
      expect(String(error)).not.toMatch(/127\.0\.0\.1|http/i);
      return work();
    };
    const taken = buildAuthorization();
    await faulty('authorize', () => provider.authorize(taken));
    await faulty('capture', () => provider.capture(taken.orderId));
    await faulty('refund', () => provider.refund(taken.orderId));
    const freed = buildAuthorization();
    await faulty('authorize', () => provider.authorize(freed));
    await faulty('void', () => provider.void(freed.orderId));
    expect(fake.done).toBe(5);
    await shop.expectAgreement();
  },
);

test('a wrong key is a fault, not a decline', async () => {
  await using shop = await providerBooks();
  Object.assign(shop.fake.settings, { key: 'another' });
  const order = buildAuthorization();
  const error = await shop.provider.authorize(order).catch((caught: unknown) => caught);
  expect(codeOf(error)).toBe('SUBGRAPH_UNAVAILABLE');
  expect((await shop.recorded(order.orderId)).status).toBe('REQUESTED');
});

test('an authorisation whose answer was lost is voided, although it was not known here', async () => {
  await using shop = await providerBooks();
  const order = buildAuthorization();
  shop.fake.next.authorize = ['LOSE'];
  await expect(shop.provider.authorize(order)).rejects.toThrow();
  expect(shop.fake.total('authorized')).toBe(6_050);
  expect((await shop.provider.void(order.orderId))?.status).toBe('VOIDED');
  expect(shop.fake.total('authorized')).toBe(0);
  await shop.expectAgreement();
});

test('a void after a capture whose answer was lost finds that the money was captured', async () => {
  await using shop = await providerBooks();
  const { provider, fake } = shop;
  const order = buildAuthorization();
  await provider.authorize(order);
  fake.next.capture = ['LOSE'];
  await expect(provider.capture(order.orderId)).rejects.toThrow();
  await expect(provider.void(order.orderId)).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  expect((await provider.refund(order.orderId)).status).toBe('REFUNDED');
  await shop.expectAgreement();
});

test('an authorisation that reaches the provider after the void is voided by the next void', async () => {
  await using shop = await providerBooks();
  const { provider, fake } = shop;
  const order = buildAuthorization();
  fake.next.authorize = ['LATER'];
  await expect(provider.authorize(order)).rejects.toThrow();
  // The lost answer reports that there is none; by the next void there is one.
  fake.next.void = ['LOSE'];
  await expect(provider.void(order.orderId)).rejects.toThrow();
  fake.doLater();
  expect(await fake.deliver(fake.events[0]!)).toBe(204);
  expect(await shop.recorded(order.orderId)).toEqual({ status: 'AUTHORIZED', asked: 'VOID' });
  await expect(provider.authorize(order), 'no approval while it is being voided').rejects.toThrow('voided');
  await expect(provider.capture(order.orderId)).rejects.toThrow();
  expect((await provider.void(order.orderId))?.status).toBe('VOIDED');
  await shop.expectAgreement();
});

test('an order that was voided before it had a payment never gets one', async () => {
  await using shop = await providerBooks();
  const order = buildAuthorization();
  expect(await shop.provider.void(order.orderId)).toBeNull();
  expect(await shop.provider.void(order.orderId)).toBeNull();
  await expect(shop.provider.authorize(order)).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  expect(shop.fake.asked).toEqual([]);
});

test('another user or amount for the same order is CONFLICT, and the provider is not asked', async () => {
  await using shop = await providerBooks();
  const order = buildAuthorization();
  await shop.provider.authorize(order);
  const code = { extensions: { code: 'CONFLICT' } };
  await expect(shop.provider.authorize({ ...order, amount: usd(1) })).rejects.toMatchObject(code);
  await expect(
    shop.provider.authorize({ ...buildAuthorization(), orderId: order.orderId }),
  ).rejects.toMatchObject(code);
  expect(shop.fake.asked).toHaveLength(1);
});

test('a payment that started with a wallet ends there, and the provider is not asked for 0.00', async () => {
  await using shop = await providerBooks();
  const { provider, fake, books } = shop;
  const userId = await createUserWith(books.dependencies, usd(1_000));
  const started = { ...buildAuthorization({ amount: usd(300) }), userId };
  await createWalletProvider(books.dependencies).authorize(started);
  expect((await provider.capture(started.orderId)).status).toBe('CAPTURED');
  expect((await provider.refund(started.orderId)).status).toBe('REFUNDED');
  const free = buildAuthorization({ amount: usd(0) });
  expect((await provider.authorize(free)).status).toBe('AUTHORIZED');
  expect((await provider.void(free.orderId))?.status).toBe('VOIDED');
  expect(fake.asked).toEqual([]);
  await shop.expectAgreement();
});

test('concurrent commands are carried out once', async () => {
  await using shop = await providerBooks();
  const { provider, fake } = shop;
  const order = buildAuthorization();
  const eight = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, work));
  await eight(() => provider.authorize(order));
  await eight(() => provider.capture(order.orderId));
  await eight(() => provider.refund(order.orderId));
  expect(fake.done).toBe(3);
  await shop.expectAgreement();
});
