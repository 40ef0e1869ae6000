import { DateTime } from '@holdfast/kit-values/scalars';
import { availabilityResolvers } from './availability/resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { ledgerResolvers } from './ledger/resolvers.ts';
import { lowStockResolvers } from './lowStock/resolvers.ts';
import { reservationResolvers } from './reservations/resolvers.ts';
import { stockResolvers } from './stock/resolvers.ts';
import { warehouseResolvers } from './warehouses/resolvers.ts';

/** The resolvers of all features. Types that several features resolve are merged below. */
export const resolvers: Resolvers = {
  DateTime,
  ...availabilityResolvers,
  ...ledgerResolvers,
  ...lowStockResolvers,
  ...reservationResolvers,
  ...stockResolvers,
  ...warehouseResolvers,
  Query: {
    ...ledgerResolvers.Query,
    ...lowStockResolvers.Query,
    ...reservationResolvers.Query,
    ...stockResolvers.Query,
    ...warehouseResolvers.Query,
  },
  Mutation: {
    ...lowStockResolvers.Mutation,
    ...reservationResolvers.Mutation,
    ...stockResolvers.Mutation,
    ...warehouseResolvers.Mutation,
  },
  Product: { ...availabilityResolvers.Product, ...ledgerResolvers.Product, ...stockResolvers.Product },
  StockItem: { ...lowStockResolvers.StockItem, ...stockResolvers.StockItem },
};
