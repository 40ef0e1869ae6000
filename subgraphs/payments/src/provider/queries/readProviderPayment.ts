import type { Queryable } from '@holdfast/kit-postgres/postgres';
import {
  PAYMENT_COLUMNS,
  type PaymentRow,
  type RequestedRow,
  toPayment,
  toRequested,
} from '../../payments/queries/paymentRow.ts';
import type { Asked, ProviderPayment } from '../domain.ts';

/** Returns an order's payment at an external provider; undefined when the order has no such payment. */
export async function readProviderPayment(
  database: Queryable,
  orderId: string,
): Promise<ProviderPayment | undefined> {
  const { rows } = await database.query<(PaymentRow | RequestedRow) & { asked: Asked | null }>(
    `select ${PAYMENT_COLUMNS}, asked from payments where order_id = $1 and provider = 'HTTP'`,
    [orderId],
  );
  const [row] = rows;
  if (!row) return undefined;
  const payment = row.status === 'REQUESTED' ? toRequested(row) : toPayment(row);
  return { payment, asked: row.asked };
}
