import type { Identity } from '@holdfast/kit-base/identity';
import { isId } from '@holdfast/kit-base/ids';
import { formatMoney } from '@holdfast/kit-values/money';
import { scalars } from '@holdfast/kit-values/scalars';
import { archiveProduct } from './archiveProduct.ts';
import { changePrice } from './changePrice.ts';
import { createCategory } from './createCategory.ts';
import { createProduct } from './createProduct.ts';
import { deleteCategory } from './deleteCategory.ts';
import { sellerOfNew } from './domain/ownership.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { listProducts } from './listProducts.ts';
import { readCategory, readCategoryReference, readTopCategories } from './readCategory.ts';
import { readProduct, readProductReference } from './readProduct.ts';
import { searchProducts } from './searchProducts.ts';
import { updateCategory } from './updateCategory.ts';
import { updateProduct } from './updateProduct.ts';

/** The user who does something; null for a service. */
const byOf = ({ user }: Identity) => user?.id ?? null;

export const resolvers: Resolvers & typeof scalars = {
  ...scalars,
  Query: {
    product: (_, key, { dependencies, loaders, identity }) =>
      readProduct(dependencies, loaders, identity, key),
    products: (_, search, { dependencies, identity }) => searchProducts(dependencies, identity, search),
    categories: (_, __, { dependencies }) => readTopCategories(dependencies),
    category: (_, key, { dependencies, loaders }) => readCategory(dependencies, loaders, key),
  },
  Mutation: {
    createProduct: (_, { input }, { dependencies, identity }) =>
      createProduct(
        dependencies,
        { ...input, sellerId: sellerOfNew(identity) },
        { by: byOf(identity), at: ['input'] },
      ),
    updateProduct: (_, update, { dependencies, identity }) => updateProduct(dependencies, identity, update),
    changePrice: (_, change, { dependencies, identity }) => changePrice(dependencies, identity, change),
    archiveProduct: (_, { id }, { dependencies, identity }) => archiveProduct(dependencies, identity, id),
    createCategory: (_, { input }, { dependencies, identity }) =>
      createCategory(dependencies, input, ['input'], byOf(identity)),
    updateCategory: (_, update, { dependencies, identity }) =>
      updateCategory(dependencies, update, byOf(identity)),
    deleteCategory: (_, { id }, { dependencies, identity }) =>
      deleteCategory(dependencies, id, byOf(identity)),
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
    products: ({ id }, page, { dependencies }) =>
      listProducts(dependencies, { status: 'ACTIVE', categoryIds: [id] }, page),
  },
  User: {
    // The account is not looked up here; but what stands in a representation, GraphQL has not checked.
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    products: ({ id }, page, { dependencies }) =>
      listProducts(dependencies, { status: 'ACTIVE', sellerId: id }, page),
  },
};
