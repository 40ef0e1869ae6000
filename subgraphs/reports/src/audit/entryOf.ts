import type { Event, EventType } from '@holdfast/kit-events/event';
import type { AuditAction, AuditEntry, AuditState, AuditSubjectType } from './domain.ts';

/** The audited events and their actions. Null: the event itself names one of several actions. */
export const AUDITED = {
  UserRegistered: 'ACCOUNT_REGISTERED',
  PasswordResetRequested: 'PASSWORD_RESET_REQUESTED',
  AccountChanged: null,
  ProductCreated: 'PRODUCT_CREATED',
  ProductUpdated: 'PRODUCT_UPDATED',
  PriceChanged: 'PRICE_CHANGED',
  ProductArchived: 'PRODUCT_ARCHIVED',
  CategoryChanged: null,
  StockChanged: 'STOCK_CHANGED',
  ReorderThresholdChanged: 'REORDER_THRESHOLD_CHANGED',
  WarehouseChanged: null,
  ReservationReleased: 'RESERVATION_RELEASED',
  WalletToppedUp: 'WALLET_TOPPED_UP',
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
  OrderResumed: 'ORDER_RESUMED',
  DeadLetterResent: 'EVENT_RESENT',
} as const satisfies Partial<Record<EventType, AuditAction | null>>;

export type AuditedType = keyof typeof AUDITED;

/**
 * Returns the audit entry of an event. Each field of the summary is named here, so that nothing else of the
 * event, such as an address or a token, gets into a report.
 */
export function entryOf(event: Event<AuditedType>): AuditEntry {
  const { id, time, subject: subjectId } = event;
  const entry = (
    action: AuditAction,
    subjectType: AuditSubjectType,
    actor: string,
    summary: AuditEntry['summary'] = {},
    { before = null, after = null }: Change = {},
  ): AuditEntry => ({
    ...{ id, at: new Date(time), actor, action, subjectType, subjectId, summary },
    ...{ before, after },
  });
  switch (event.type) {
    case 'holdfast.UserRegistered.v1':
      return entry('ACCOUNT_REGISTERED', 'USER', subjectId, {}, { after: { roles: event.data.roles } });
    case 'holdfast.PasswordResetRequested.v1':
      // The caller was not signed in.
      return entry('PASSWORD_RESET_REQUESTED', 'USER', 'users');
    case 'holdfast.AccountChanged.v1':
      return entry(event.data.change, 'USER', event.data.actor, {}, event.data);
    case 'holdfast.PriceChanged.v1': {
      const { actor, sku, version, price, previousPrice } = event.data;
      const change = { before: { price: previousPrice }, after: { price }, ...changeOf(event.data) };
      return entry('PRICE_CHANGED', 'PRODUCT', actor, { sku, version, price, previousPrice }, change);
    }
    case 'holdfast.ProductCreated.v1':
    case 'holdfast.ProductUpdated.v1':
    case 'holdfast.ProductArchived.v1': {
      const { actor, sku, name, version, status } = event.data;
      return entry(
        AUDITED[shortName(event.type)],
        'PRODUCT',
        actor,
        { sku, name, version, status },
        event.data,
      );
    }
    case 'holdfast.CategoryChanged.v1':
      return entry(event.data.change, 'CATEGORY', event.data.actor, {}, event.data);
    case 'holdfast.StockChanged.v1': {
      const { actor, kind, available, reason } = event.data;
      return entry('STOCK_CHANGED', 'PRODUCT', actor, { kind, available, reason }, event.data);
    }
    case 'holdfast.ReorderThresholdChanged.v1':
      return entry('REORDER_THRESHOLD_CHANGED', 'PRODUCT', event.data.actor, {}, event.data);
    case 'holdfast.WarehouseChanged.v1':
      return entry(event.data.change, 'WAREHOUSE', event.data.actor, {}, event.data);
    case 'holdfast.ReservationReleased.v1': {
      const { actor, reference } = event.data;
      const change = { before: { status: 'ACTIVE' }, after: { status: 'RELEASED' } };
      return entry('RESERVATION_RELEASED', 'RESERVATION', actor, { reference }, change);
    }
    case 'holdfast.WalletToppedUp.v1': {
      const { amount, reference, actor } = event.data;
      return entry('WALLET_TOPPED_UP', 'USER', actor, { amount, reference }, event.data);
    }
    case 'holdfast.PaymentAuthorized.v1':
    case 'holdfast.PaymentCaptured.v1':
    case 'holdfast.PaymentVoided.v1':
    case 'holdfast.PaymentRefunded.v1':
    case 'holdfast.PaymentDeclined.v1': {
      const { orderId, userId, amount } = event.data;
      const action = AUDITED[shortName(event.type)];
      const summary = { orderId, userId, amount };
      return entry(action, 'PAYMENT', 'payments', summary, {
        after: { status: action.slice('PAYMENT_'.length) },
      });
    }
    case 'holdfast.OrderPlaced.v1':
      return entry('ORDER_PLACED', 'ORDER', event.data.customer.id, {}, statusOf(event.data, 'PENDING'));
    case 'holdfast.OrderConfirmed.v1':
      return entry('ORDER_CONFIRMED', 'ORDER', 'orders', {}, statusOf(event.data, 'CONFIRMED'));
    case 'holdfast.OrderRejected.v1': {
      const reason = event.data.rejection.message;
      return entry('ORDER_REJECTED', 'ORDER', 'orders', { reason }, statusOf(event.data, 'REJECTED'));
    }
    case 'holdfast.OrderCancelled.v1': {
      const { actor, reason } = event.data;
      return entry('ORDER_CANCELLED', 'ORDER', actor, { reason }, statusOf(event.data, 'CANCELLED'));
    }
    case 'holdfast.OrderShipped.v1':
      return entry('ORDER_SHIPPED', 'ORDER', event.data.actor, {}, statusOf(event.data, 'SHIPPED'));
    case 'holdfast.OrderDelivered.v1':
      return entry('ORDER_DELIVERED', 'ORDER', event.data.actor, {}, statusOf(event.data, 'DELIVERED'));
    case 'holdfast.OrderResumed.v1':
      return entry('ORDER_RESUMED', 'ORDER', event.data.actor, {}, event.data);
    case 'holdfast.DeadLetterResent.v1': {
      const { consumer, eventType, eventSubject, attempts, actor } = event.data;
      const change = { before: { state: 'DEAD' }, after: { state: 'SENT_AGAIN' } };
      return entry('EVENT_RESENT', 'EVENT', actor, { consumer, eventType, eventSubject, attempts }, change);
    }
    default:
      throw new Error(`The audit trail has no entry for ${(event satisfies never as Event).type}.`);
  }
}

/** The change that an event describes. Events from before they described it have neither field. */
interface Change {
  readonly before?: AuditState | undefined;
  readonly after?: AuditState | undefined;
}

const changeOf = ({ before, after }: Change): Change => (before === undefined ? {} : { before, after });

const statusOf = (
  { previousStatus }: { previousStatus?: string | null | undefined },
  status: string,
): Change => ({
  before: previousStatus ? { status: previousStatus } : null,
  after: { status },
});

/** Returns `OrderPlaced` for `holdfast.OrderPlaced.v1`. */
function shortName<T extends AuditedType>(type: `holdfast.${T}.v1`): T {
  return type.slice('holdfast.'.length, -'.v1'.length) as T;
}
