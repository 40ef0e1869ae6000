import type { Event, EventType } from '@holdfast/kit-events/event';
import { lowStockMail, type ProductName } from './mails/lowStock.ts';
import type { Mail, Recipient } from './mails/mail.ts';
import {
  orderCancelledMail,
  orderConfirmedMail,
  orderRejectedMail,
  orderShippedMail,
} from './mails/orders.ts';
import { passwordResetMail } from './mails/passwordReset.ts';
import { verificationMail } from './mails/verification.ts';

/** The events that have a mail. */
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

/** The mail to send for an event, or the reason for sending none. */
export type Decision =
  | {
      readonly kind: 'mail';
      readonly name: MailName;
      readonly to: readonly Recipient[];
      readonly mail: Mail;
    }
  | { readonly kind: 'none'; readonly reason: string };

export interface MailSettings {
  /** The address of the shop, below which links lead. */
  readonly shop: URL;
  /** The addresses that receive mails about low stock. */
  readonly staff: readonly string[];
}

/** The facts that a decision needs besides the event. */
export interface Circumstances {
  readonly now: Date;
  /** The name of the product whose stock is low. Null when it is not known, and for other events. */
  readonly product: ProductName | null;
}

/** Decides which mail to send for an event at this moment, and to whom. */
export function decideMail(
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
      if (shipment === null) return none('the order has no parcel');
      return toCustomer('orderShipped', event.data, () => orderShippedMail(event.data, shipment, shop));
    }
    case 'holdfast.OrderCancelled.v1':
      return toCustomer('orderCancelled', event.data, () => orderCancelledMail(event.data, shop));
    case 'holdfast.StockLow.v1': {
      const to = staff.map((address) => ({ address, name: null }));
      if (to.length === 0) return none('STAFF_EMAILS is empty');
      return { kind: 'mail', name: 'lowStock', to, mail: lowStockMail(event.data, product, shop) };
    }
    default:
      return none('the event has no mail');
  }
}

const none = (reason: string): Decision => ({ kind: 'none', reason });

/** Addresses the mail to the address alone; `verificationMail` explains why it contains no name. */
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
  if (customer.email === null) return none('the order has no e-mail address of its customer');
  return { kind: 'mail', name, to: [{ address: customer.email, name: customer.name }], mail: write() };
}
