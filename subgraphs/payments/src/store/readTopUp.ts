import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { toMoney } from './toMoney.ts';

/** The amount that was put in under this key. */
export async function readTopUp(
  database: Queryable,
  userId: string,
  idempotencyKey: string,
): Promise<Money | undefined> {
  const { rows } = await database.query<{ amount: bigint; currency: string }>(
    `select amount, currency from transactions where user_id = $1 and kind = 'TOP_UP' and reference = $2`,
    [userId, idempotencyKey],
  );
  return rows[0] && toMoney(rows[0].amount, rows[0].currency);
}
