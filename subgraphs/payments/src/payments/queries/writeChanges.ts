import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { changeWallets, insertMovements } from '../../ledger/queries.ts';
import type { Changes } from '../domain/decideInTurn.ts';

/**
 * Writes the changes of a batch, with one statement for each kind of row.
 * @throws Error when a wallet or a payment is not as its decision saw it, which the locks of `lockBooks.ts`
 *   rule out.
 */
export async function writeChanges(tx: Queryable, changes: Changes, at: Date): Promise<void> {
  await changeWallets(tx, changes.movements);
  await insertPayments(tx, changes, at);
  await changePayments(tx, changes.continued, at);
  await insertMovements(tx, changes.movements, at);
}

/**
 * Inserts in the order of the orders, so that no two transactions wait for each other's entries in
 * `payments_one_an_order`.
 */
async function insertPayments(tx: Queryable, { begun, blocked }: Changes, at: Date): Promise<void> {
  const rows = [
    ...begun.map((payment) => ({
      ...payment,
      declineCode: payment.status === 'DECLINED' ? payment.declineCode : null,
    })),
    ...blocked.map((each) => ({ ...each, status: 'BLOCKED', userId: null, amount: null, declineCode: null })),
  ];
  if (rows.length === 0) return;
  await tx.query(
    `insert into payments (id, order_id, user_id, amount, currency, status, decline_code, created_at, updated_at)
     select *, $8, $8
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::text[])
       as new (id, order_id, user_id, amount, currency, status, decline_code)
     order by order_id`,
    [
      rows.map(({ id }) => id),
      rows.map(({ orderId }) => orderId),
      rows.map(({ userId }) => userId),
      rows.map(({ amount }) => amount?.minor ?? null),
      rows.map(({ amount }) => amount?.currency ?? null),
      rows.map(({ status }) => status),
      rows.map(({ declineCode }) => declineCode),
      at,
    ],
  );
}

async function changePayments(tx: Queryable, continued: Changes['continued'], at: Date): Promise<void> {
  if (continued.length === 0) return;
  const { rowCount } = await tx.query(
    `update payments set status = change.status, updated_at = $4
     from unnest($1::uuid[], $2::text[], $3::text[]) as change (id, seen, status)
     where payments.id = any ($1::uuid[]) and payments.id = change.id and payments.status = change.seen`,
    [
      continued.map(({ payment }) => payment.id),
      continued.map(({ from }) => from),
      continued.map(({ payment }) => payment.status),
      at,
    ],
  );
  if (rowCount !== continued.length) throw new Error('A payment changed while it was locked.');
}
