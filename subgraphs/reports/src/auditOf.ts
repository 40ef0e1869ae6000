import type { Event, EventType } from '@holdfast/kit/events/event';
import type { AuditAction, AuditEntry, AuditSubjectType } from './domain/audit.ts';

/** The events that tell of somebody's doing. */
export const AUDITED = {
  UserRegistered: 'ACCOUNT_REGISTERED',
  PasswordResetRequested: 'PASSWORD_RESET_REQUESTED',
  ProductCreated: 'PRODUCT_CREATED',
  ProductUpdated: 'PRODUCT_UPDATED',
  PriceChanged: 'PRICE_CHANGED',
  ProductArchived: 'PRODUCT_ARCHIVED',
  StockChanged: 'STOCK_CHANGED',
  ReservationReleased: 'RESERVATION_RELEASED',
  PaymentAuthorized: 'PAYMENT_AUTHORIZED',
  PaymentCaptured: 'PAYMENT_CAPTURED',
  PaymentVoided: 'PAYMENT_VOIDED',
  PaymentRefunded: 'PAYMENT_REFUNDED',
  PaymentDeclined: 'PAYMENT_DECLINED',
  OrderPlaced: 'ORDER_PLACED',
  OrderConfirmed: 'ORDER_CONFIRMED',
  OrderRejected: 'ORDER_REJECTED',
  OrderCancelled: 'ORDER_CANCELLED',
  OrderShipped: 'ORDER_SHIPPED',
  OrderDelivered: 'ORDER_DELIVERED',
} as const satisfies Partial<Record<EventType, AuditAction>>;

export type AuditedType = keyof typeof AUDITED;

/**
 * What the audit trail keeps of an event. Each field of the summary is named here: what an event has beside them, such as
 * an address or a token, is in no report.
 */
export function auditOf(event: Event<AuditedType>): AuditEntry {
  const { id, time, subject: subjectId } = event;
  const entry = (
    action: AuditAction,
    subjectType: AuditSubjectType,
    actor: string,
    summary: AuditEntry['summary'] = {},
  ): AuditEntry => ({ id, at: new Date(time), actor, action, subjectType, subjectId, summary });
  switch (event.type) {
    case 'holdfast.UserRegistered.v1':
      return entry('ACCOUNT_REGISTERED', 'USER', subjectId);
    case 'holdfast.PasswordResetRequested.v1':
      // Whoever asked was not signed in.
      return entry('PASSWORD_RESET_REQUESTED', 'USER', 'users');
    case 'holdfast.PriceChanged.v1': {
      const { actor, sku, version, price, previousPrice } = event.data;
      return entry('PRICE_CHANGED', 'PRODUCT', actor, { sku, version, price, previousPrice });
    }
    case 'holdfast.ProductCreated.v1':
    case 'holdfast.ProductUpdated.v1':
    case 'holdfast.ProductArchived.v1': {
      const { actor, sku, name, version, status } = event.data;
      return entry(AUDITED[shortName(event.type)], 'PRODUCT', actor, { sku, name, version, status });
    }
    case 'holdfast.StockChanged.v1': {
      const { actor, kind, available, reason } = event.data;
      return entry('STOCK_CHANGED', 'PRODUCT', actor, { kind, available, reason });
    }
    case 'holdfast.ReservationReleased.v1': {
      const { actor, reference } = event.data;
      return entry('RESERVATION_RELEASED', 'RESERVATION', actor, { reference });
    }
    case 'holdfast.PaymentAuthorized.v1':
    case 'holdfast.PaymentCaptured.v1':
    case 'holdfast.PaymentVoided.v1':
    case 'holdfast.PaymentRefunded.v1':
    case 'holdfast.PaymentDeclined.v1': {
      const { orderId, userId, amount } = event.data;
      return entry(AUDITED[shortName(event.type)], 'PAYMENT', 'payments', { orderId, userId, amount });
    }
    case 'holdfast.OrderPlaced.v1':
      return entry('ORDER_PLACED', 'ORDER', event.data.customer.id);
    case 'holdfast.OrderConfirmed.v1':
      return entry('ORDER_CONFIRMED', 'ORDER', 'orders');
    case 'holdfast.OrderRejected.v1':
      return entry('ORDER_REJECTED', 'ORDER', 'orders', { reason: event.data.rejection.message });
    case 'holdfast.OrderCancelled.v1': {
      const { actor, reason } = event.data;
      return entry('ORDER_CANCELLED', 'ORDER', actor, { reason });
    }
    case 'holdfast.OrderShipped.v1':
      return entry('ORDER_SHIPPED', 'ORDER', event.data.actor);
    case 'holdfast.OrderDelivered.v1':
      return entry('ORDER_DELIVERED', 'ORDER', event.data.actor);
    default:
      throw new Error(`The audit trail knows nothing of ${(event satisfies never as Event).type}.`);
  }
}

/** `holdfast.OrderPlaced.v1` is OrderPlaced. */
function shortName<T extends AuditedType>(type: `holdfast.${T}.v1`): T {
  return type.slice('holdfast.'.length, -'.v1'.length) as T;
}
