import { id, text, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';

/** The reason of a movement. */
export const reason = text(1, 500);

const itemFilter = z.object({ productId: id.nullable(), warehouseId: id.nullable() });

/** Validates the arguments that restrict a list to a product or a warehouse; null matches any. */
export function validateItemFilter(args: { productId?: string | null; warehouseId?: string | null }) {
  const { productId = null, warehouseId = null } = args;
  return validate(itemFilter, { productId, warehouseId });
}
