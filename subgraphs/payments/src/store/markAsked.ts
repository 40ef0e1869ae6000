import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { ASKED_FROM, type Asked } from '../domain/providerPayment.ts';
import { toMoney } from './toMoney.ts';

/**
 * Records what the provider is about to be asked of an order's payment. A void may follow on a capture that was not
 * heard of (the provider then says which of them it did), but no capture on a void.
 * @returns the payment's amount; undefined when its state does not allow it. Then nothing was recorded.
 */
export async function markAsked(
  database: Queryable,
  asked: Asked,
  orderId: string,
): Promise<Money | undefined> {
  const { rows } = await database.query<{ amount: bigint; currency: string }>(
    `update payments set asked = $2
     where order_id = $1 and provider = 'HTTP' and status = any ($3) and (asked is null or asked = $2 or $2 = 'VOID')
     returning amount, currency`,
    [orderId, asked, ASKED_FROM[asked]],
  );
  return rows[0] && toMoney(rows[0].amount, rows[0].currency);
}
