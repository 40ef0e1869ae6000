import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import type { TransactionalDependencies } from '../../src/ledger/dependencies.ts';
import type { Command, Payment } from '../../src/payments/domain/payment.ts';
import { readPaymentOfOrder } from '../../src/payments/readPayment.ts';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { createUserWith, usd } from '../builders.ts';
import { sharedBooks } from '../support/api.ts';
import { AGREE, balances, movements } from '../support/books.ts';
import { authorize, capture, refund, voidPayment } from '../support/commands.ts';

type State = Payment['status'] | 'NONE' | 'BLOCKED';

const COMMANDS: Record<
  Command,
  (dependencies: TransactionalDependencies, orderId: string) => Promise<Payment | null>
> = {
  CAPTURE: capture,
  VOID: voidPayment,
  REFUND: refund,
};

/** Brings the order of a user with 1000 to a state. */
const WAYS: Record<
  State,
  (dependencies: TransactionalDependencies, orderId: string, userId: string) => Promise<unknown>
> = {
  NONE: async () => {},
  BLOCKED: (dependencies, orderId) => voidPayment(dependencies, orderId),
  AUTHORIZED: (dependencies, orderId, userId) =>
    authorize(dependencies, { orderId, userId, amount: usd(300) }),
  DECLINED: (dependencies, orderId, userId) =>
    authorize(dependencies, { orderId, userId, amount: usd(1001) }),
  CAPTURED: async (dependencies, orderId, userId) => {
    await WAYS.AUTHORIZED(dependencies, orderId, userId);
    await capture(dependencies, orderId);
  },
  VOIDED: async (dependencies, orderId, userId) => {
    await WAYS.AUTHORIZED(dependencies, orderId, userId);
    await voidPayment(dependencies, orderId);
  },
  REFUNDED: async (dependencies, orderId, userId) => {
    await WAYS.CAPTURED(dependencies, orderId, userId);
    await refund(dependencies, orderId);
  },
};

/** The state before, the command, the state after it or CONFLICT, and available and held after it. */
const TABLE: [State, Command, Payment['status'] | 'null' | 'CONFLICT', [number, number]][] = [
  ['NONE', 'CAPTURE', 'CONFLICT', [1000, 0]],
  ['NONE', 'VOID', 'null', [1000, 0]],
  ['NONE', 'REFUND', 'CONFLICT', [1000, 0]],
  ['BLOCKED', 'CAPTURE', 'CONFLICT', [1000, 0]],
  ['BLOCKED', 'VOID', 'null', [1000, 0]],
  ['BLOCKED', 'REFUND', 'CONFLICT', [1000, 0]],
  ['AUTHORIZED', 'CAPTURE', 'CAPTURED', [700, 0]],
  ['AUTHORIZED', 'VOID', 'VOIDED', [1000, 0]],
  ['AUTHORIZED', 'REFUND', 'CONFLICT', [700, 300]],
  ['DECLINED', 'CAPTURE', 'CONFLICT', [1000, 0]],
  ['DECLINED', 'VOID', 'DECLINED', [1000, 0]],
  ['DECLINED', 'REFUND', 'CONFLICT', [1000, 0]],
  ['CAPTURED', 'CAPTURE', 'CAPTURED', [700, 0]],
  ['CAPTURED', 'VOID', 'CONFLICT', [700, 0]],
  ['CAPTURED', 'REFUND', 'REFUNDED', [1000, 0]],
  ['VOIDED', 'CAPTURE', 'CONFLICT', [1000, 0]],
  ['VOIDED', 'VOID', 'VOIDED', [1000, 0]],
  ['VOIDED', 'REFUND', 'CONFLICT', [1000, 0]],
  ['REFUNDED', 'CAPTURE', 'CONFLICT', [1000, 0]],
  ['REFUNDED', 'VOID', 'REFUNDED', [1000, 0]],
  ['REFUNDED', 'REFUND', 'REFUNDED', [1000, 0]],
];

const shared = sharedBooks();

test.each(TABLE)('%s, %s: %s', async (from, command, expected, expectedBalances) => {
  const { dependencies } = shared.books;
  const userId = await createUserWith(dependencies, usd(1000));
  const orderId = newUuid();
  await WAYS[from](dependencies, orderId, userId);

  const first = COMMANDS[command](dependencies, orderId);
  if (expected === 'CONFLICT') {
    const state = from === 'NONE' || from === 'BLOCKED' ? 'no payment' : from;
    await expect(first).rejects.toMatchObject({
      message: expect.stringContaining(state),
      extensions: { code: 'CONFLICT' },
    });
  } else {
    const payment = await first;
    expect(payment?.status ?? 'null').toBe(expected);
    const before = await movements(dependencies);
    expect(await COMMANDS[command](dependencies, orderId), 'repeated').toEqual(payment);
    expect(await movements(dependencies)).toEqual(before);
    expect(await readPaymentOfOrder(dependencies, orderId)).toEqual(payment);
  }
  expect(await balances(dependencies, userId)).toEqual(expectedBalances);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});
