import type { EventData } from '@holdfast/kit-events/event';
import type { Mail } from './mail.ts';
import { orderMail } from './orderParts.ts';

type Shipped = EventData<'OrderShipped'>;

/** @param shipment the order's parcel: one that has none is on no way, and gets no such mail. */
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
