/**
 * Every event there is. The JSON Schemas in `schema/events` and the page `docs/events.md` are made from this by
 * `npm run docs:events`. An event is only ever given more fields; what breaks its consumers gets the next version.
 */
import { INVENTORY_EVENTS } from './definitions/inventory.ts';
import { OPERATOR_EVENTS } from './definitions/operator.ts';
import { ORDER_EVENTS } from './definitions/orders.ts';
import { PAYMENT_EVENTS } from './definitions/payments.ts';
import { PRODUCT_EVENTS } from './definitions/products.ts';
import { USER_EVENTS } from './definitions/users.ts';

export const EVENTS = {
  ...USER_EVENTS,
  ...PRODUCT_EVENTS,
  ...INVENTORY_EVENTS,
  ...PAYMENT_EVENTS,
  ...ORDER_EVENTS,
  ...OPERATOR_EVENTS,
} as const;
