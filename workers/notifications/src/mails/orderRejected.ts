import type { EventData } from '@holdfast/kit-events/event';
import type { Mail } from './mail.ts';
import { orderMail } from './orderParts.ts';

export function orderRejectedMail(order: EventData<'OrderRejected'>, shop: URL): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} could not be carried out`,
    paragraphs: [
      `We are sorry: your order ${order.number} could not be carried out.`,
      order.rejection.message,
      'Nothing was taken from your wallet, or it was given back.',
    ],
  });
}
