import { isId } from '@holdfast/kit/ids';
import { formatMoney } from '@holdfast/kit/money';
import { scalars } from '@holdfast/kit/scalars';
import type { Resolvers } from './generated/resolvers.ts';
import { listProducts } from './listProducts.ts';
import { readCategory, readCategoryReference, readTopCategories } from './readCategory.ts';
import { readProduct, readProductReference } from './readProduct.ts';

export const resolvers: Resolvers & typeof scalars = {
  ...scalars,
  Query: {
    product: (_, key, { dependencies, loaders, identity }) =>
      readProduct(dependencies, loaders, identity, key),
    products: (_, page, { dependencies }) => listProducts(dependencies, {}, page),
    categories: (_, __, { dependencies }) => readTopCategories(dependencies),
    category: (_, key, { dependencies, loaders }) => readCategory(dependencies, loaders, key),
  },
  Product: {
    __resolveReference: ({ id }, { loaders, identity }) => readProductReference(loaders, identity, id),
    price: ({ price }) => formatMoney(price),
    category: ({ categoryId }, _, { loaders }) => (categoryId === null ? null : loaders.category(categoryId)),
    seller: ({ sellerId }) => (sellerId === null ? null : { id: sellerId }),
  },
  Category: {
    __resolveReference: ({ id }, { loaders }) => readCategoryReference(loaders, id),
    parent: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.category(parentId)),
    children: ({ id }, _, { loaders }) => loaders.children(id),
    products: ({ id }, page, { dependencies }) => listProducts(dependencies, { categoryId: id }, page),
  },
  User: {
    // The account is not looked up here; but what stands in a representation, GraphQL has not checked.
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    products: ({ id }, page, { dependencies }) => listProducts(dependencies, { sellerId: id }, page),
  },
};
