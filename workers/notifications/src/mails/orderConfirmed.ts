import type { EventData } from '@holdfast/kit-events/event';
import type { Mail } from './mail.ts';
import { orderMail } from './orderParts.ts';

export function orderConfirmedMail(order: EventData<'OrderConfirmed'>, shop: URL): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} is confirmed`,
    paragraphs: [`Thank you. Your order ${order.number} is confirmed and paid.`],
  });
}
