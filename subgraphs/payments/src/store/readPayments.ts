import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Payment } from '../domain/payment.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './paymentRow.ts';

/** The payments with these ids, in any order; ids that there are none of are left out. */
export async function readPayments(database: Queryable, ids: readonly string[]): Promise<Payment[]> {
  const { rows } = await database.query<PaymentRow>(
    `select ${PAYMENT_COLUMNS} from payments where id = any ($1::uuid[]) and status not in ('BLOCKED', 'REQUESTED')`,
    [ids],
  );
  return rows.map(toPayment);
}
