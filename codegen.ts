/**
 * `npm run codegen`: typed resolvers for every subgraph, typed documents for every service-to-service call and for every
 * client of the gateway. Which ones there are is read from the tree; `npm run codegen -- --check` names what is stale.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { buildSubgraph, printSchema } from '@apollo/federation-internals';
import type { CodegenConfig } from '@graphql-codegen/cli';

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
  avoidOptionals: {
    field: true,
    inputValue: false,
    object: false,
    defaultValue: false,
    // A field of these has no value unless a resolver gives it one.
    query: true,
    mutation: true,
    subscription: true,
  },
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
    SagaStep: '../domain/sagaState.ts#StepState',
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

type Outputs = CodegenConfig['generates'];

/** What a subgraph gets: the types of its resolvers, and a file of documents for each service that it calls. */
function outputsOf(name: string): Outputs {
  const folder = `subgraphs/${name}/src`;
  return {
    [`${folder}/generated/resolvers.ts`]: {
      schema: `subgraphs/${name}/schema.graphql`,
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        ...common,
        scalars,
        federation: true,
        contextType: '../context.ts#Context',
        mappers: mappers[name] ?? {},
        // A domain type may have the name of the GraphQL type that it stands for.
        mapperTypeSuffix: 'Model',
        makeResolverTypeCallable: true,
      },
    },
    // The operations of a caller stand in `src/services/<callee>.graphql`.
    ...mergedOf(globSync(`${folder}/services/*.graphql`), (documents) => {
      const callee = basename(documents, '.graphql');
      return documentsOf(`${folder}/generated/${callee}.ts`, servedSchema(callee), documents);
    }),
  };
}

/**
 * What a subgraph answers by: its SDL and what federation adds to it, such as `_entities`. It is printed by Apollo's library:
 * graphql-js 16 cannot print a custom scalar's default that is an object.
 */
function servedSchema(name: string): string {
  const sdl = readFileSync(`subgraphs/${name}/schema.graphql`, 'utf8');
  return printSchema(buildSubgraph(name, '', sdl).schema);
}

/** The operations of whoever asks the gateway: `web/`, and the clients of `schema/operations/<client>/`. */
function outputsOfClients(): Outputs {
  const api = 'schema/api.graphql';
  const web = 'web/src/**/*.graphql';
  const clients = globSync('schema/operations/*/*.graphql').map((file) => basename(dirname(file)));
  return {
    ...(globSync(web).length > 0 && documentsOf('web/src/generated/operations.ts', api, web)),
    ...mergedOf([...new Set(clients)], (client) =>
      documentsOf(`schema/generated/${client}.ts`, api, `schema/operations/${client}/*.graphql`),
    ),
  };
}

/** A value of a scalar is to a caller what JSON has for it. */
function documentsOf(file: string, schema: string, documents: string): Outputs {
  const plugins = ['typescript-operations', 'typed-document-node'];
  return {
    [file]: {
      schema,
      documents,
      plugins,
      config: { ...common, scalars: { ...scalars, DateTime: 'string' } },
    },
  };
}

/** In one sequence, whatever that of the file system is. */
function mergedOf(names: readonly string[], outputs: (name: string) => Outputs): Outputs {
  return Object.assign({}, ...names.toSorted().map(outputs));
}

/** `--silent` leaves out the progress of each file, and the errors with it: they are said here, each with its place. */
function sayErrors(text: string): void {
  process.stderr.write(`${text.replace(/^AggregateError: /, '').replaceAll(`${process.cwd()}/`, '')}\n`);
}

const { subgraphs } = JSON.parse(readFileSync('schema/config.json', 'utf8')) as { subgraphs: object };

const config: CodegenConfig = {
  overwrite: true,
  generates: { ...mergedOf(Object.keys(subgraphs), outputsOf), ...outputsOfClients() },
  hooks: { onError: sayErrors },
};

export default config;
