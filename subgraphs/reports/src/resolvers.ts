import { formatMoney } from '@holdfast/kit-values/money';
import { scalars } from '@holdfast/kit-values/scalars';
import type { Resolvers } from './generated/resolvers.ts';
import { readAuditFilter, readRanking, readSalesFilter } from './input.ts';
import { auditPage, categorySalesPage, daySalesPage, productSalesPage } from './pages.ts';
import { readStatus } from './readStatus.ts';

export const resolvers: Resolvers = {
  ...scalars,
  Query: {
    salesByDay: (_root, args, { deps }) => daySalesPage(deps, readSalesFilter(args.filter), args),
    salesByProduct: (_root, args, { deps }) =>
      productSalesPage(deps, readSalesFilter(args.filter), null, args),
    salesByCategory: (_root, args, { deps }) => categorySalesPage(deps, readSalesFilter(args.filter), args),
    bestSellers: (_root, args, { deps }) => {
      const filter = readSalesFilter(args.filter);
      return productSalesPage(deps, filter, readRanking(args.orderBy, filter), args);
    },
    auditTrail: (_root, args, { deps }) => auditPage(deps, readAuditFilter(args.filter), args),
    reportsStatus: (_root, _args, { deps, consuming }) => readStatus(deps, consuming),
  },
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
