import { id, integer } from '@holdfast/kit-values/validation';
import { z } from 'zod';

const LINES = 'Must have 1 to 100 lines.';

/** The lines that a client sent, for an order or a quote. Lines of one product are added up. */
export const orderLines = z
  .array(z.object({ productId: id, quantity: integer(1, 1000) }))
  .min(1, LINES)
  .max(100, LINES)
  .transform((lines) => {
    const sums = new Map<string, number>();
    for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
    return [...sums].map(([productId, quantity]) => ({ productId, quantity }));
  });
