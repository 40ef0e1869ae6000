import { toMoney } from '../../ledger/queries.ts';
import type { Blocked, DeclineCode, OrderRecord, Payment, Requested } from '../domain/payment.ts';

/** The columns of `payments` that queries select for `toPayment` and `toRequested`. */
export const PAYMENT_COLUMNS =
  'id, order_id, user_id, amount, currency, status, decline_code, created_at, updated_at';

export interface PaymentRow {
  readonly id: string;
  readonly order_id: string;
  readonly user_id: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: Payment['status'];
  readonly decline_code: DeclineCode | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The row of a payment that an external provider was asked to hold. */
export interface RequestedRow extends Omit<PaymentRow, 'status' | 'decline_code'> {
  readonly status: Requested['status'];
}

export interface BlockedRow {
  readonly status: Blocked['status'];
}

/** The row of an order's record. */
export type AnyPaymentRow = PaymentRow | RequestedRow | BlockedRow;

export function toOrderRecord(row: AnyPaymentRow): OrderRecord {
  if (row.status === 'BLOCKED') return { status: 'BLOCKED' };
  return row.status === 'REQUESTED' ? toRequested(row) : toPayment(row);
}

export function toPayment(row: PaymentRow): Payment {
  const fields = {
    id: row.id,
    orderId: row.order_id,
    userId: row.user_id,
    amount: toMoney(row.amount, row.currency),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
  if (row.status !== 'DECLINED') return { ...fields, status: row.status };
  if (!row.decline_code) throw new Error(`Payment ${row.id} is declined without a code.`);
  return { ...fields, status: row.status, declineCode: row.decline_code };
}

export function toRequested({ order_id, user_id, amount, currency, status }: RequestedRow): Requested {
  return { orderId: order_id, userId: user_id, amount: toMoney(amount, currency), status };
}
