import { id, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { PRODUCT_KINDS, PRODUCT_STATUSES } from '../domain/product.ts';
import { amountKeyOf, isAmount } from './domain/amount.ts';

const amount = z
  .string()
  .refine(
    isAmount,
    'Must be an amount from zero, with at most ten digits before the point and three after it.',
  );

export const productFilterSchema = z
  .object({
    search: text(0, 100).nullish(),
    categoryId: id.nullish(),
    kind: z.enum(PRODUCT_KINDS).nullish(),
    inStock: z.boolean().nullish(),
    sellerId: id.nullish(),
    minPrice: amount.nullish(),
    maxPrice: amount.nullish(),
    status: z.enum(PRODUCT_STATUSES).nullish(),
  })
  .superRefine(({ minPrice, maxPrice }, context) => {
    if (minPrice == null || maxPrice == null || amountKeyOf(minPrice) <= amountKeyOf(maxPrice)) return;
    context.addIssue({ code: 'custom', path: ['minPrice'], message: 'Must not be above maxPrice.' });
  });
