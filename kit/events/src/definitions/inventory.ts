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
    when: 'Units of a product moved: so many are on hand and not held in active warehouses as of the commit. A hold whose time ran out counts until it is swept, which is told again. One for each product of a transaction, of its last movement; `version` grows with each such event of a product: one with a smaller number is old.',
    data: z.object({
      productId: id,
      available: units,
      version: z.int(),
      /** The kind of movement that did it, such as RECEIVE. */
      kind: z.string(),
      actor,
      reason: z.string().nullable(),
      ...changeIfTold,
    }),
  },
  StockLow: {
    source: 'inventory',
    subject: 'stockItemId',
    when: 'What is there of a product in a warehouse, held units too, fell to or below its threshold, or the threshold rose to it or above it: once a fall, again after it rose above the threshold by a fifth of it, and at most three times an hour a product.',
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
    when: 'The threshold of a product in a warehouse is another one.',
    data: z.object({ productId: id, stockItemId: id, actor, ...change }),
  },
  WarehouseChanged: {
    source: 'inventory',
    subject: 'warehouseId',
    when: 'A warehouse was opened, or something of it changed.',
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
    when: 'Units are held for somebody.',
    data: z.object({ ...reservation, expiresAt: moment }),
  },
  ReservationReleased: {
    source: 'inventory',
    subject: 'reservationId',
    when: 'Units that were held are available again, because somebody gave them back.',
    data: z.object({ ...reservation, actor }),
  },
  ReservationExpired: {
    source: 'inventory',
    subject: 'reservationId',
    when: 'Units that were held are available again, because nobody bought them in time.',
    data: z.object(reservation),
  },
} as const satisfies Record<string, EventDefinition>;
