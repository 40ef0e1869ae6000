import { id, integer, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { reason } from '../ledger/input.ts';

/** Seconds that units are held at least, so that a sweep is planned before a hold is due (`sweep.ts`). */
export const MIN_TTL_SECONDS = 30;

/** Seconds that units are held. */
const ttlSeconds = integer(MIN_TTL_SECONDS, 86_400);

export const reserveInput = z.object({
  reference: text(1, 200),
  lines: z
    .array(z.object({ productId: id, quantity: integer(1, 100_000) }))
    .min(1, 'Must have 1 to 100 lines.')
    .max(100, 'Must have 1 to 100 lines.'),
  ttlSeconds,
});

export const renewInput = z.object({ id, ttlSeconds });

export const settleInput = z.object({ id, reason: reason.nullable() });

export const referenceInput = z.object({ reference: text(1, 200), reason: reason.nullable() });
