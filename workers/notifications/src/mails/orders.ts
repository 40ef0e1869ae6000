/** The mails to customers about their orders. */
import type { EventData } from '@holdfast/kit-events/event';
import type { Mail } from './mail.ts';
import { orderMail } from './orderMail.ts';

type Shipped = EventData<'OrderShipped'>;

export function orderConfirmedMail(order: EventData<'OrderConfirmed'>, shop: URL): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} is confirmed`,
    paragraphs: [`Thank you. Your order ${order.number} is confirmed and paid.`],
  });
}

export function orderRejectedMail(order: EventData<'OrderRejected'>, shop: URL): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} could not be completed`,
    paragraphs: [
      `We are sorry: your order ${order.number} could not be completed.`,
      order.rejection.message,
      'You were not charged, or the money was returned to your wallet.',
    ],
  });
}

/** @param shipment the order's parcel. An order without one is not on its way and gets no such mail. */
export function orderShippedMail(
  order: Shipped,
  shipment: NonNullable<Shipped['shipment']>,
  shop: URL,
): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} is on its way`,
    paragraphs: [
      `Your order ${order.number} is on its way.`,
      `Carrier: ${shipment.carrier}. Tracking number: ${shipment.trackingNumber}.`,
    ],
  });
}

export function orderCancelledMail(order: EventData<'OrderCancelled'>, shop: URL): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} is cancelled`,
    paragraphs: [
      `Your order ${order.number} is cancelled, and the money goes back to your wallet.`,
      ...(order.reason === null ? [] : [`Reason: ${order.reason}`]),
    ],
  });
}
