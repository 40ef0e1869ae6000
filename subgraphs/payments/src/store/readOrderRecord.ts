import type { Queryable } from '@holdfast/kit/postgres';
import type { OrderRecord } from '../domain/payment.ts';
import { type BlockedRow, PAYMENT_COLUMNS, type PaymentRow, toPayment } from './paymentRow.ts';

/** What is recorded for an order: its payment, or that it is blocked. */
export async function readOrderRecord(database: Queryable, orderId: string): Promise<OrderRecord> {
  const { rows } = await database.query<PaymentRow | BlockedRow>(
    `select ${PAYMENT_COLUMNS} from payments where order_id = $1`,
    [orderId],
  );
  const [row] = rows;
  if (!row) return undefined;
  return row.status === 'BLOCKED' ? { status: 'BLOCKED' } : toPayment(row);
}
