/** What clients may write. */
import { type Currency, type Money, type MoneyText, parseMoney } from '@holdfast/kit-values/money';
import { id, idempotencyKey, money } from '@holdfast/kit-values/validation';
import { z } from 'zod';

/** Major units. */
const MOST_TO_TOP_UP = '1000000';

function mostOf(currency: Currency): bigint {
  const most = parseMoney({ amount: MOST_TO_TOP_UP, currency });
  if (typeof most === 'string') throw new Error(most);
  return most.minor;
}

export const orderInput = z.object({ orderId: id });

export const authorizationInput = z.object({ orderId: id, userId: id, amount: money({ zero: true }) });

export const topUpInput = z.object({
  userId: id,
  amount: money().refine(({ minor, currency }: Money) => minor <= mostOf(currency), {
    path: ['amount'] satisfies (keyof MoneyText)[],
    message: 'Must be 1000000 at most.',
  }),
  idempotencyKey,
});
