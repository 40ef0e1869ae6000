import { z } from 'zod';
import { actor, change, changeIfTold, type EventDefinition, id, money, productKind } from './parts.ts';

/** The product after the event. `version` grows with each change. */
const product = {
  productId: id,
  sku: z.string(),
  name: z.string(),
  kind: productKind,
  status: z.enum(['DRAFT', 'ACTIVE', 'ARCHIVED']),
  price: money,
  categoryId: id.nullable(),
  sellerId: id.nullable(),
  version: z.int(),
  actor,
  ...changeIfTold,
};

export const PRODUCT_EVENTS = {
  ProductCreated: {
    source: 'products',
    subject: 'productId',
    when: 'A product was added to the catalogue.',
    data: z.object(product),
  },
  ProductUpdated: {
    source: 'products',
    subject: 'productId',
    when: 'A product changed in something other than its price, and was not archived.',
    data: z.object(product),
  },
  PriceChanged: {
    source: 'products',
    subject: 'productId',
    when: 'The price of a product changed.',
    data: z.object({ ...product, previousPrice: money }),
  },
  ProductArchived: {
    source: 'products',
    subject: 'productId',
    when: 'A product was archived, and is no longer sold.',
    data: z.object(product),
  },
  CategoryChanged: {
    source: 'products',
    subject: 'categoryId',
    when: 'A category was added, renamed, moved or deleted.',
    data: z.object({
      categoryId: id,
      actor,
      change: z.enum(['CATEGORY_CREATED', 'CATEGORY_UPDATED', 'CATEGORY_DELETED']),
      ...change,
    }),
  },
} as const satisfies Record<string, EventDefinition>;
