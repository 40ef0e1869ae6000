import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { toMoney } from './toMoney.ts';

/**
 * Records that the provider is about to be asked to void a hold that came after its payment had ended.
 * @returns the payment's amount; undefined when the payment has not ended without a hold.
 */
export async function markUnwanted(database: Queryable, orderId: string): Promise<Money | undefined> {
  const { rows } = await database.query<{ amount: bigint; currency: string }>(
    `update payments set asked = 'VOID'
     where order_id = $1 and provider = 'HTTP' and status in ('VOIDED', 'DECLINED')
     returning amount, currency`,
    [orderId],
  );
  return rows[0] && toMoney(rows[0].amount, rows[0].currency);
}
