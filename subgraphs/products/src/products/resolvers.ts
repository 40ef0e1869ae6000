import { formatMoney } from '@holdfast/kit-values/money';
import type { MutationResolvers, ProductResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { archiveProduct } from './archiveProduct.ts';
import { changePrice } from './changePrice.ts';
import { createProduct } from './createProduct.ts';
import { sellerOfNew } from './domain/ownership.ts';
import { readProduct, readProductReference } from './readProduct.ts';
import { updateProduct } from './updateProduct.ts';

export const productResolvers = {
  Query: {
    product: (_, key, { dependencies, loaders, identity }) =>
      readProduct(dependencies, loaders, identity, key),
  },
  Mutation: {
    createProduct: (_, { input }, { dependencies, identity }) =>
      createProduct(
        dependencies,
        { ...input, sellerId: sellerOfNew(identity) },
        { by: identity.user?.id ?? null, at: ['input'] },
      ),
    updateProduct: (_, update, { dependencies, identity }) => updateProduct(dependencies, identity, update),
    changePrice: (_, change, { dependencies, identity }) => changePrice(dependencies, identity, change),
    archiveProduct: (_, { id }, { dependencies, identity }) => archiveProduct(dependencies, identity, id),
  },
  Product: {
    __resolveReference: ({ id }, { loaders, identity }) => readProductReference(loaders, identity, id),
    price: ({ price }) => formatMoney(price),
    category: ({ categoryId }, _, { loaders }) => (categoryId === null ? null : loaders.category(categoryId)),
    seller: ({ sellerId }) => (sellerId === null ? null : { id: sellerId }),
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Mutation: Partial<MutationResolvers>;
  Product: ProductResolvers;
};
