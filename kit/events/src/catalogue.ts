/**
 * All event types. `npm run docs:events` generates the JSON Schemas in `schema/events` and the page
 * `docs/events.md` from them. An event type may only get more fields; a change that breaks its consumers
 * needs a new version.
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
