import { z } from 'zod';
import { actor, change, changeIfTold, type EventDefinition, id, moment } from './parts.ts';

const units = z.int().min(0);

const reservation = {
  reservationId: id,
  /** An order's id, or the caller's own reference. */
  reference: z.string(),
  customerId: id.nullable(),
  lines: z.array(z.object({ productId: id, warehouseId: id, quantity: z.int().min(1) })),
};

export const INVENTORY_EVENTS = {
  StockChanged: {
    source: 'inventory',
    subject: 'productId',
    when: 'The stock of a product changed. `available` is the number of units in active warehouses that are on hand and not held, as of the commit. An expired hold counts until it is swept, which publishes another event. A transaction publishes one event per product, for the last movement. `version` grows with each such event of a product, so an event with a smaller number is outdated.',
    data: z.object({
      productId: id,
      available: units,
      version: z.int(),
      /** The kind of the movement, such as RECEIVE. */
      kind: z.string(),
      actor,
      reason: z.string().nullable(),
      ...changeIfTold,
    }),
  },
  StockLow: {
    source: 'inventory',
    subject: 'stockItemId',
    when: 'The stock of a product in a warehouse, including held units, fell to its threshold or below, or the threshold rose to the stock or above. Published once per fall, again only after the stock rose a fifth above the threshold, and at most three times an hour per product.',
    data: z.object({
      stockItemId: id,
      productId: id,
      warehouse: z.object({ id, code: z.string(), name: z.string() }),
      available: units,
      reorderThreshold: units,
    }),
  },
  ReorderThresholdChanged: {
    source: 'inventory',
    subject: 'productId',
    when: 'The reorder threshold of a product in a warehouse changed.',
    data: z.object({ productId: id, stockItemId: id, actor, ...change }),
  },
  WarehouseChanged: {
    source: 'inventory',
    subject: 'warehouseId',
    when: 'A warehouse was created or changed.',
    data: z.object({
      warehouseId: id,
      actor,
      change: z.enum(['WAREHOUSE_CREATED', 'WAREHOUSE_UPDATED']),
      ...change,
    }),
  },
  StockReserved: {
    source: 'inventory',
    subject: 'reservationId',
    when: 'Units were reserved for a customer or another reference.',
    data: z.object({ ...reservation, expiresAt: moment }),
  },
  ReservationReleased: {
    source: 'inventory',
    subject: 'reservationId',
    when: 'Reserved units are available again because the reservation was released.',
    data: z.object({ ...reservation, actor }),
  },
  ReservationExpired: {
    source: 'inventory',
    subject: 'reservationId',
    when: 'Reserved units are available again because the reservation expired.',
    data: z.object(reservation),
  },
} as const satisfies Record<string, EventDefinition>;
