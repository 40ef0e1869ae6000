import { id, idempotencyKey, integer } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { reason } from '../ledger/input.ts';

/** The most units that one change may move. */
export const MAX_UNITS = 1_000_000;

export const stockItemKey = { productId: id, warehouseId: id };

export const receiveInput = z.object({
  ...stockItemKey,
  quantity: integer(1, MAX_UNITS),
  reason: reason.nullable(),
  idempotencyKey: idempotencyKey.nullable(),
});

export const adjustInput = z.object({
  ...stockItemKey,
  delta: integer(-MAX_UNITS, MAX_UNITS).refine((delta) => delta !== 0, 'Must not be 0.'),
  reason,
  idempotencyKey: idempotencyKey.nullable(),
});

export const transferInput = z
  .object({
    productId: id,
    fromWarehouseId: id,
    toWarehouseId: id,
    quantity: integer(1, MAX_UNITS),
    idempotencyKey: idempotencyKey.nullable(),
  })
  .refine(({ fromWarehouseId, toWarehouseId }) => fromWarehouseId !== toWarehouseId, {
    path: ['toWarehouseId'],
    message: 'Must be another warehouse.',
    // Reported together with the other problems, not only once they are fixed.
    when: () => true,
  });
