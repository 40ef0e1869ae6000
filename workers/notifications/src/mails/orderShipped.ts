import type { EventData } from '@holdfast/kit/events/event';
import type { Mail } from './mail.ts';
import { orderMail } from './orderParts.ts';

export function orderShippedMail(order: EventData<'OrderShipped'>, shop: URL): Mail {
  const { shipment } = order;
  return orderMail(order, shop, {
    subject: `Your order ${order.number} is on its way`,
    paragraphs: [
      `Your order ${order.number} is on its way.`,
      ...(shipment === null
        ? []
        : [`Carrier: ${shipment.carrier}. Tracking number: ${shipment.trackingNumber}.`]),
    ],
  });
}
