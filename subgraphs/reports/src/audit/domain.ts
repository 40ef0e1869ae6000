/** The audit trail: who did what. Entries are added and never changed. */

/** The audited actions, as the API names them. */
export type AuditAction =
  | 'ACCOUNT_REGISTERED'
  | 'PASSWORD_RESET_REQUESTED'
  | 'ROLES_CHANGED'
  | 'PROFILE_CHANGED'
  | 'PASSWORD_CHANGED'
  | 'EMAIL_VERIFIED'
  | 'ADDRESS_ADDED'
  | 'ADDRESS_CHANGED'
  | 'ADDRESS_REMOVED'
  | 'PRODUCT_CREATED'
  | 'PRODUCT_UPDATED'
  | 'PRICE_CHANGED'
  | 'PRODUCT_ARCHIVED'
  | 'CATEGORY_CREATED'
  | 'CATEGORY_UPDATED'
  | 'CATEGORY_DELETED'
  | 'STOCK_CHANGED'
  | 'REORDER_THRESHOLD_CHANGED'
  | 'WAREHOUSE_CREATED'
  | 'WAREHOUSE_UPDATED'
  | 'RESERVATION_RELEASED'
  | 'WALLET_TOPPED_UP'
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
  | 'ORDER_DELIVERED'
  | 'ORDER_RESUMED'
  | 'EVENT_RESENT';

export type AuditSubjectType =
  | 'USER'
  | 'PRODUCT'
  | 'CATEGORY'
  | 'WAREHOUSE'
  | 'RESERVATION'
  | 'PAYMENT'
  | 'ORDER'
  | 'EVENT';

/** The subject's state. Null when the subject did not exist, or its state is not known. */
export type AuditState = Readonly<Record<string, unknown>> | null;

export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  /** A user's id, the name of a service that acted on its own, or `operator:` and a name. */
  readonly actor: string;
  readonly action: AuditAction;
  readonly subjectType: AuditSubjectType;
  readonly subjectId: string;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly before: AuditState;
  readonly after: AuditState;
}

/** The action that leads an order to each status. */
export const ACTION_OF_STATUS = {
  PENDING: 'ORDER_PLACED',
  CONFIRMED: 'ORDER_CONFIRMED',
  REJECTED: 'ORDER_REJECTED',
  CANCELLED: 'ORDER_CANCELLED',
  SHIPPED: 'ORDER_SHIPPED',
  DELIVERED: 'ORDER_DELIVERED',
} as const satisfies Record<string, AuditAction>;
