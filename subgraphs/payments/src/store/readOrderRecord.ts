import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { OrderRecord } from '../domain/payment.ts';
import {
  type BlockedRow,
  PAYMENT_COLUMNS,
  type PaymentRow,
  type RequestedRow,
  toPayment,
  toRequested,
} from './paymentRow.ts';

/** What is recorded for an order: its payment, or that it was asked for or is blocked. */
export async function readOrderRecord(database: Queryable, orderId: string): Promise<OrderRecord> {
  const { rows } = await database.query<PaymentRow | RequestedRow | BlockedRow>(
    `select ${PAYMENT_COLUMNS} from payments where order_id = $1`,
    [orderId],
  );
  const [row] = rows;
  if (!row) return undefined;
  if (row.status === 'BLOCKED') return { status: 'BLOCKED' };
  return row.status === 'REQUESTED' ? toRequested(row) : toPayment(row);
}
