import type { OrderLineResolvers, ProductResolvers, QuoteLineResolvers } from '../generated/resolvers.ts';
import type { LineReference } from './domain.ts';

/** The resolvers of a line of an order or a quote. */
const line = {
  __resolveReference: (reference: LineReference) => reference,
  product: ({ productId: id, productKind: kind }: LineReference) =>
    ({ __typename: 'Product', id, kind }) as const,
};

export const availabilityResolvers = {
  Product: {
    __resolveReference: (reference) => reference,
    available: ({ id, kind }, _args, { availability }) => (kind === 'DIGITAL' ? null : availability.load(id)),
    inStock: async ({ id, kind }, _args, { availability }) =>
      kind === 'DIGITAL' || (await availability.load(id)) > 0,
  },
  OrderLine: line,
  QuoteLine: line,
} satisfies { Product: ProductResolvers; OrderLine: OrderLineResolvers; QuoteLine: QuoteLineResolvers };
