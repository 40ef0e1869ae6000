/** The audit trail: who did what. Entries are added, and never changed. */

/** What a day's work is made of, in the words of the API. */
export type AuditAction =
  | 'ACCOUNT_REGISTERED'
  | 'PASSWORD_RESET_REQUESTED'
  | 'PRODUCT_CREATED'
  | 'PRODUCT_UPDATED'
  | 'PRICE_CHANGED'
  | 'PRODUCT_ARCHIVED'
  | 'STOCK_CHANGED'
  | 'RESERVATION_RELEASED'
  | 'PAYMENT_AUTHORIZED'
  | 'PAYMENT_CAPTURED'
  | 'PAYMENT_VOIDED'
  | 'PAYMENT_REFUNDED'
  | 'PAYMENT_DECLINED'
  | 'ORDER_PLACED'
  | 'ORDER_CONFIRMED'
  | 'ORDER_REJECTED'
  | 'ORDER_CANCELLED'
  | 'ORDER_SHIPPED'
  | 'ORDER_DELIVERED';

export type AuditSubjectType = 'USER' | 'PRODUCT' | 'RESERVATION' | 'PAYMENT' | 'ORDER';

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** A user's id, or the name of the service that did it by itself. */
  readonly actor: string;
  readonly action: AuditAction;
  readonly subjectType: AuditSubjectType;
  readonly subjectId: string;
  readonly summary: Readonly<Record<string, unknown>>;
}

/** What an order's own history says of each status, as the audit trail has it. */
export const ACTION_OF_STATUS = {
  PENDING: 'ORDER_PLACED',
  CONFIRMED: 'ORDER_CONFIRMED',
  REJECTED: 'ORDER_REJECTED',
  CANCELLED: 'ORDER_CANCELLED',
  SHIPPED: 'ORDER_SHIPPED',
  DELIVERED: 'ORDER_DELIVERED',
} as const satisfies Record<string, AuditAction>;
