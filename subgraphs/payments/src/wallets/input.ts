import { type Currency, type Money, type MoneyText, parseMoney } from '@holdfast/kit-values/money';
import { id, idempotencyKey, money } from '@holdfast/kit-values/validation';
import { z } from 'zod';

/** The limit of one top-up, in major units. */
const MAXIMUM = '1000000';

function maximumOf(currency: Currency): bigint {
  const maximum = parseMoney({ amount: MAXIMUM, currency });
  if (typeof maximum === 'string') throw new Error(maximum);
  return maximum.minor;
}

export const topUpInput = z.object({
  userId: id,
  amount: money().refine(({ minor, currency }: Money) => minor <= maximumOf(currency), {
    path: ['amount'] satisfies (keyof MoneyText)[],
    message: 'Must be at most 1000000.',
  }),
  idempotencyKey,
});
