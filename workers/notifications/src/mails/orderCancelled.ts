import type { EventData } from '@holdfast/kit-events/event';
import type { Mail } from './mail.ts';
import { orderMail } from './orderParts.ts';

export function orderCancelledMail(order: EventData<'OrderCancelled'>, shop: URL): Mail {
  return orderMail(order, shop, {
    subject: `Your order ${order.number} is cancelled`,
    paragraphs: [
      `Your order ${order.number} is cancelled, and the money goes back to your wallet.`,
      ...(order.reason === null ? [] : [`Reason: ${order.reason}`]),
    ],
  });
}
