import { newUuid } from '@holdfast/kit-base/ids';
import type { Money } from '@holdfast/kit-values/money';
import { expect } from 'vitest';
import type { PaymentProvider } from '../../src/payments/paymentProvider.ts';
import { createWalletProvider } from '../../src/payments/walletProvider.ts';
import { createProviderClient } from '../../src/provider/client.ts';
import { createHttpProvider } from '../../src/provider/httpProvider.ts';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { usd } from '../builders.ts';
import { testApi } from './api.ts';
import { AGREE, type TestBooks, testBooks } from './books.ts';
import { FakeProvider } from './fakeProvider.ts';
import { expectEventsOfPayments } from './outbox.ts';

export interface ProviderBooks extends AsyncDisposable {
  readonly books: TestBooks;
  readonly fake: FakeProvider;
  readonly provider: PaymentProvider;
  readonly api: Awaited<ReturnType<typeof testApi>>;
  /** Returns the recorded status of an order's payment, and its unanswered command. */
  recorded(orderId: string): Promise<{ status: string; asked: string | null }>;
  /**
   * Expects that the provider and the shop agree on each payment, and that books and events agree with them.
   */
  expectAgreement(): Promise<void>;
}

/**
 * Creates books whose payments an external provider holds, with the API that receives its events.
 * @param timeout milliseconds.
 */
export async function providerBooks(timeout = 5_000): Promise<ProviderBooks> {
  const stack = new AsyncDisposableStack();
  const books = stack.use(await testBooks());
  const { dependencies } = books;
  const { database } = dependencies;
  const fake = stack.use(await FakeProvider.start(dependencies.clock));
  const client = createProviderClient(fake.settings.url, fake.settings.key, timeout);
  stack.defer(() => client.end());
  const api = stack.use(await testApi(books, { external: fake.settings }));
  fake.webhookUrl = `${api.url}/webhooks/payments`;
  const provider = createHttpProvider({ ...dependencies, client }, createWalletProvider(dependencies));
  return {
    books,
    fake,
    provider,
    api,
    async recorded(orderId) {
      const { rows } = await database.query<{ status: string; asked: string | null }>(
        'select status, asked from payments where order_id = $1',
        [orderId],
      );
      return rows[0]!;
    },
    async expectAgreement() {
      const { rows } = await database.query<{ order_id: string; status: string; asked: string | null }>(
        `select order_id, status, asked from payments where provider = 'HTTP'`,
      );
      const ours = rows.map(({ order_id, status }) => [order_id, status.toLowerCase()]);
      // A payment that is unknown to the provider ended without it.
      const theirs = rows.map(({ order_id }) => [order_id, fake.payments.get(order_id)?.status ?? 'voided']);
      expect(ours).toEqual(theirs);
      expect(rows.filter(({ asked }) => asked !== null)).toEqual([]);
      const sums = await database.query<{ merchant: bigint | null }>(
        `select sum(amount)::bigint as merchant from postings where account = 'MERCHANT'`,
      );
      expect(Number(sums.rows[0]?.merchant ?? 0n)).toBe(fake.total('captured'));
      expect(await verifyBooks(dependencies)).toEqual(AGREE);
      await expectEventsOfPayments(dependencies);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

export function newOrder(amount: Money = usd(6_050)) {
  return { orderId: newUuid(), userId: newUuid(), amount };
}
