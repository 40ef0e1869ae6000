import type { Event, EventType } from '@holdfast/kit-events/event';
import { lowStockMail, type ProductName } from './mails/lowStock.ts';
import type { Mail, Recipient } from './mails/mail.ts';
import { orderCancelledMail } from './mails/orderCancelled.ts';
import { orderConfirmedMail } from './mails/orderConfirmed.ts';
import { orderRejectedMail } from './mails/orderRejected.ts';
import { orderShippedMail } from './mails/orderShipped.ts';
import { passwordResetMail } from './mails/passwordReset.ts';
import { verificationMail } from './mails/verification.ts';

/** The events that there is a mail for. */
export const MAILED = [
  'EmailVerificationRequested',
  'PasswordResetRequested',
  'OrderConfirmed',
  'OrderRejected',
  'OrderShipped',
  'OrderCancelled',
  'StockLow',
] as const satisfies readonly EventType[];

export type MailName =
  | 'verification'
  | 'passwordReset'
  | 'orderConfirmed'
  | 'orderRejected'
  | 'orderShipped'
  | 'orderCancelled'
  | 'lowStock';

/** What is to be done at an event: a mail, or none and why. */
export type Decision =
  | {
      readonly kind: 'mail';
      readonly name: MailName;
      readonly to: readonly Recipient[];
      readonly mail: Mail;
    }
  | { readonly kind: 'none'; readonly why: string };

export interface MailSettings {
  /** Where links lead to. */
  readonly shop: URL;
  /** Who is told of low stock. */
  readonly staff: readonly string[];
}

/** What has to be known beside the event. */
export interface Circumstances {
  readonly now: Date;
  /** What the product of low stock is called; null for one that is not known, and for other events. */
  readonly product: ProductName | null;
}

/** Which mail an event is worth at this moment, and to whom. */
export function mailOf(
  event: Event,
  { shop, staff }: MailSettings,
  { now, product }: Circumstances,
): Decision {
  switch (event.type) {
    case 'holdfast.EmailVerificationRequested.v1':
      return withToken('verification', event.data, now, () => verificationMail(event.data, shop));
    case 'holdfast.PasswordResetRequested.v1':
      return withToken('passwordReset', event.data, now, () => passwordResetMail(event.data, shop));
    case 'holdfast.OrderConfirmed.v1':
      return toCustomer('orderConfirmed', event.data, () => orderConfirmedMail(event.data, shop));
    case 'holdfast.OrderRejected.v1':
      return toCustomer('orderRejected', event.data, () => orderRejectedMail(event.data, shop));
    case 'holdfast.OrderShipped.v1': {
      const { shipment } = event.data;
      if (shipment === null) return none('nothing of the order is shipped');
      return toCustomer('orderShipped', event.data, () => orderShippedMail(event.data, shipment, shop));
    }
    case 'holdfast.OrderCancelled.v1':
      return toCustomer('orderCancelled', event.data, () => orderCancelledMail(event.data, shop));
    case 'holdfast.StockLow.v1': {
      const to = staff.map((address) => ({ address, name: null }));
      if (to.length === 0) return none('STAFF_EMAILS names nobody');
      return { kind: 'mail', name: 'lowStock', to, mail: lowStockMail(event.data, product, shop) };
    }
    default:
      return none('there is no mail for it');
  }
}

const none = (why: string): Decision => ({ kind: 'none', why });

/** To whoever has the address: see `verificationMail` for why it names nobody. */
function withToken(
  name: MailName,
  { email, expiresAt }: { email: string; expiresAt: string },
  now: Date,
  write: () => Mail,
): Decision {
  if (new Date(expiresAt) <= now) return none('its token has expired');
  return { kind: 'mail', name, to: [{ address: email, name: null }], mail: write() };
}

function toCustomer(
  name: MailName,
  { customer }: { customer: { email: string | null; name: string | null } },
  write: () => Mail,
): Decision {
  if (customer.email === null) return none('the order does not know the address of its customer');
  return { kind: 'mail', name, to: [{ address: customer.email, name: customer.name }], mail: write() };
}
