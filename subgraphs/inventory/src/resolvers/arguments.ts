/** What clients may send to each mutation. */
import { id, idempotencyKey, integer, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';

const reason = text(1, 500);

/** Units that one change may move. */
const MOST_UNITS = 1_000_000;

const WAREHOUSE_CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$/;

export const warehouseArguments = z.object({
  code: z.string().regex(WAREHOUSE_CODE, 'Must have 1 to 20 letters, digits, hyphens or underscores.'),
  name: text(1, 100),
});

const item = { productId: id, warehouseId: id };

export const receiveArguments = z.object({
  ...item,
  quantity: integer(1, MOST_UNITS),
  reason: reason.nullable(),
  idempotencyKey: idempotencyKey.nullable(),
});

export const adjustArguments = z.object({
  ...item,
  delta: integer(-MOST_UNITS, MOST_UNITS).refine((delta) => delta !== 0, 'Must not be 0.'),
  reason,
  idempotencyKey: idempotencyKey.nullable(),
});

export const transferArguments = z
  .object({
    productId: id,
    fromWarehouseId: id,
    toWarehouseId: id,
    quantity: integer(1, MOST_UNITS),
    idempotencyKey: idempotencyKey.nullable(),
  })
  .refine(({ fromWarehouseId, toWarehouseId }) => fromWarehouseId !== toWarehouseId, {
    path: ['toWarehouseId'],
    message: 'Must be another warehouse.',
    // Beside the other problems, not after them.
    when: () => true,
  });

export const thresholdArguments = z.object({ ...item, threshold: integer(0, MOST_UNITS) });

/** How long units are held. */
const ttlSeconds = integer(30, 86_400);

export const reserveArguments = z.object({
  reference: text(1, 200),
  lines: z
    .array(z.object({ productId: id, quantity: integer(1, 100_000) }))
    .min(1, 'Must have 1 to 100 lines.')
    .max(100, 'Must have 1 to 100 lines.'),
  ttlSeconds,
});

export const renewArguments = z.object({ id, ttlSeconds });

export const settleArguments = z.object({ id, reason: reason.nullable() });

export const referenceArguments = z.object({ reference: text(1, 200), reason: reason.nullable() });
