import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { OrderRecord, Payment } from '../domain/payment.ts';
import {
  type AnyPaymentRow,
  PAYMENT_COLUMNS,
  type PaymentRow,
  toOrderRecord,
  toPayment,
} from './paymentRow.ts';

/** Returns the payments with these ids, in any order. Unknown ids are left out. */
export async function readPayments(database: Queryable, ids: readonly string[]): Promise<Payment[]> {
  const { rows } = await database.query<PaymentRow>(
    `select ${PAYMENT_COLUMNS} from payments where id = any ($1::uuid[]) and status not in ('BLOCKED', 'REQUESTED')`,
    [ids],
  );
  return rows.map(toPayment);
}

/** Returns the record of an order: its payment, or the mark that it was requested or is blocked. */
export async function readOrderRecord(database: Queryable, orderId: string): Promise<OrderRecord> {
  const { rows } = await database.query<AnyPaymentRow>(
    `select ${PAYMENT_COLUMNS} from payments where order_id = $1`,
    [orderId],
  );
  return rows[0] && toOrderRecord(rows[0]);
}
