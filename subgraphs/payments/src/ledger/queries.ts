import { isCurrency, type Money } from '@holdfast/kit-values/money';
import type { Movement } from './domain.ts';

/** @throws Error when the books hold a currency that this program does not know. */
export function toMoney(minor: bigint, currency: string): Money {
  if (!isCurrency(currency)) throw new Error(`Unknown currency ${currency} in the books.`);
  return { minor, currency };
}

/**
 * Returns the common table expressions that record a movement in the statement that also changes the wallet,
 * so that neither is ever written alone. They read `moved`, which the statement defines before them: one row
 * with user_id, currency, available, held and sequence as they are after the movement, amount and reference;
 * no row when nothing moved. Parameters: $1 is the transaction's id, $2 its time.
 * @param actor the SQL expression of the party that moves the money.
 */
export function recordMovement({ kind, from, to }: Movement, actor = `'payments'`): string {
  return `
    entry as (
      insert into transactions
        (id, user_id, sequence, kind, amount, currency, reference, available_after, held_after, at, actor)
      select $1, user_id, sequence, '${kind}', amount, currency, reference, available, held, $2, ${actor} from moved
    ),
    legs as (
      insert into postings (transaction_id, account, amount)
      select $1, account, sign * amount from moved, (values ('${from}', -1), ('${to}', 1)) as leg (account, sign)
    )`;
}
