/** Typed resolvers for every subgraph, typed documents for every service-to-service call. `npm run codegen`. */
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { parse, printSchema } from 'graphql';

const scalars = {
  ID: 'string',
  DateTime: { input: 'Date', output: 'Date' },
  Decimal: 'string',
  JSON: 'unknown',
};

const common = {
  useTypeImports: true,
  enumsAsTypes: true,
  skipTypename: false,
  avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
};

/** GraphQL types whose resolvers get one of our own objects: `src/generated/resolvers.ts` imports them from there. */
const mappers: Record<string, Record<string, string>> = {
  users: {
    User: '../domain/visibility.ts#UserView',
    Session: '../domain/session.ts#Session',
    Address: '../addressEntry.ts#AddressEntry',
    UserConnection: '../listUsers.ts#UserPage',
  },
  products: {
    Product: '../domain/product.ts#Product',
    Category: '../domain/category.ts#Category',
    ProductConnection: '../listProducts.ts#ProductPage',
    User: '../domain/product.ts#Seller',
  },
  orders: {
    Order: '../domain/order.ts#Order',
    OrderLine: '../domain/order.ts#OrderLine',
    OrderConnection: '../pages.ts#OrderPage',
    Saga: '../domain/order.ts#Order',
    SagaStep: '../domain/saga.ts#StepState',
    Quote: '../domain/quote.ts#Quote',
    QuoteLine: '../domain/quote.ts#QuoteLine',
  },
  inventory: {
    Warehouse: '../domain/warehouse.ts#Warehouse',
    Product: '../domain/product.ts#ProductReference',
    OrderLine: '../domain/product.ts#LineReference',
    QuoteLine: '../domain/product.ts#LineReference',
    Reservation: '../domain/reservation.ts#Reservation',
    ReservationLine: '../store/findReservationLines.ts#ReservationLine',
    StockItem: '../store/stockItemRow.ts#StockItem',
    StockMovement: '../store/findMovements.ts#Movement',
    StockItemConnection: '../pages.ts#StockItemPage',
    StockMovementConnection: '../pages.ts#MovementPage',
  },
  payments: {
    Payment: '../domain/payment.ts#Payment',
    Wallet: '../domain/wallet.ts#Wallet',
    WalletEntry: '../domain/wallet.ts#WalletEntry',
    WalletEntryConnection: '../readEntriesPage.ts#EntriesPage',
    Money: '@holdfast/kit/money#Money',
  },
  reports: {
    DaySales: '../store/findDaySales.ts#DaySales',
    ProductSales: '../store/findProductSales.ts#ProductSales',
    CategorySales: '../store/findCategorySales.ts#CategorySales',
    DaySalesConnection: '../pages.ts#DaySalesPage',
    ProductSalesConnection: '../pages.ts#ProductSalesPage',
    CategorySalesConnection: '../pages.ts#CategorySalesPage',
    AuditEntry: '../domain/audit.ts#AuditEntry',
    AuditConnection: '../pages.ts#AuditPage',
    ReportsStatus: '../readStatus.ts#Status',
  },
};

/** Who calls whom: the operations stand in `src/services/<callee>.graphql` of the caller. */
const calls: Record<string, readonly string[]> = {
  orders: ['users', 'products', 'inventory', 'payments'],
  products: ['inventory'],
  reports: ['orders', 'products'],
};

const generates: CodegenConfig['generates'] = {};

for (const [name, ofSubgraph] of Object.entries(mappers)) {
  generates[`subgraphs/${name}/src/generated/resolvers.ts`] = {
    schema: `subgraphs/${name}/schema.graphql`,
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      ...common,
      scalars,
      federation: true,
      contextType: '../context.ts#Context',
      mappers: ofSubgraph,
      // A domain type may have the name of the GraphQL type that it stands for.
      mapperTypeSuffix: 'Model',
      makeResolverTypeCallable: true,
    },
  };
}

for (const [caller, callees] of Object.entries(calls)) {
  for (const callee of callees) {
    generates[`subgraphs/${caller}/src/generated/${callee}.ts`] = {
      schema: servedSchema(callee),
      documents: `subgraphs/${caller}/src/services/${callee}.graphql`,
      plugins: ['typescript-operations', 'typed-document-node'],
      config: { ...common, scalars: { ...scalars, DateTime: 'string' } },
    };
  }
}

/** What a subgraph answers by: its SDL and what federation adds to it, such as `_entities`. */
function servedSchema(name: string): string {
  const typeDefs = parse(readFileSync(`subgraphs/${name}/schema.graphql`, 'utf8'));
  return printSchema(buildSubgraphSchema({ typeDefs }));
}

const config: CodegenConfig = { overwrite: true, generates };

export default config;
