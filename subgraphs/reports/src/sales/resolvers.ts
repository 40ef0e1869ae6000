import { formatMoney } from '@holdfast/kit-values/money';
import type { QueryResolvers, Resolvers } from '../generated/resolvers.ts';
import { readRanking, readSalesFilter } from './input.ts';
import { categorySalesPage, daySalesPage, productSalesPage } from './pages.ts';

export const salesQueries: Pick<
  QueryResolvers,
  'salesByDay' | 'salesByProduct' | 'salesByCategory' | 'bestSellers'
> = {
  salesByDay: (_root, args, { deps }) => daySalesPage(deps, readSalesFilter(args.filter), args),
  salesByProduct: (_root, args, { deps }) => productSalesPage(deps, readSalesFilter(args.filter), null, args),
  salesByCategory: (_root, args, { deps }) => categorySalesPage(deps, readSalesFilter(args.filter), args),
  bestSellers: (_root, args, { deps }) => {
    const filter = readSalesFilter(args.filter);
    return productSalesPage(deps, filter, readRanking(args.orderBy, filter), args);
  },
};

export const salesTypes: Pick<Resolvers, 'DaySales' | 'ProductSales' | 'CategorySales'> = {
  DaySales: { revenue: ({ revenue }) => formatMoney(revenue) },
  ProductSales: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    revenue: ({ revenue }) => formatMoney(revenue),
  },
  CategorySales: {
    category: ({ categoryId }) => (categoryId === null ? null : { __typename: 'Category', id: categoryId }),
    revenue: ({ revenue }) => formatMoney(revenue),
  },
};
