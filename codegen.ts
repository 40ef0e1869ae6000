/**
 * `npm run codegen`: typed resolvers for every subgraph, typed documents for every service-to-service call and for every
 * client of the gateway. Which ones there are is read from the tree; `npm run codegen -- --check` names what is stale.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
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

/** GraphQL types whose resolvers get one of our own objects, and the name of its type where that differs. */
const MODELS: Record<string, Record<string, string>> = {
  users: {
    User: 'UserView',
    Session: 'Session',
    Address: 'AddressEntry',
    UserConnection: 'UserPage',
  },
  products: {
    Product: 'Product',
    Category: 'Category',
    ProductConnection: 'ProductPage',
    User: 'Seller',
  },
  orders: {
    Order: 'Order',
    OrderLine: 'OrderLine',
    OrderConnection: 'OrderPage',
    Saga: 'Order',
    SagaStep: 'StepState',
    Quote: 'Quote',
    QuoteLine: 'QuoteLine',
  },
  inventory: {
    Warehouse: 'Warehouse',
    Product: 'ProductReference',
    OrderLine: 'LineReference',
    QuoteLine: 'LineReference',
    Reservation: 'Reservation',
    ReservationLine: 'ReservationLine',
    StockItem: 'StockItem',
    StockMovement: 'Movement',
    StockItemConnection: 'StockItemPage',
    StockMovementConnection: 'MovementPage',
  },
  payments: {
    Payment: 'Payment',
    Wallet: 'Wallet',
    WalletEntry: 'WalletEntry',
    WalletEntryConnection: 'EntriesPage',
    Money: 'Money',
  },
  reports: {
    DaySales: 'DaySales',
    ProductSales: 'ProductSales',
    CategorySales: 'CategorySales',
    DaySalesConnection: 'DaySalesPage',
    ProductSalesConnection: 'ProductSalesPage',
    CategorySalesConnection: 'CategorySalesPage',
    AuditEntry: 'AuditEntry',
    AuditConnection: 'AuditPage',
    ReportsStatus: 'Status',
  },
};

/** Finds where each model is declared: in a source file of the service, or in `kit`. */
function mappersOf(service: string): Record<string, string> {
  const models = Object.entries(MODELS[service] ?? {});
  return Object.fromEntries(models.map(([type, model]) => [type, placeOf(service, model)]));
}

/** @throws when the model is not declared exactly once. */
function placeOf(service: string, model: string): string {
  const declaration = new RegExp(`^export (?:interface|type) ${model}\\b`, 'm');
  const declaring = (pattern: string) =>
    globSync(pattern).filter((file) => declaration.test(readFileSync(file, 'utf8')));
  const source = `subgraphs/${service}/src`;
  const own = declaring(`${source}/**/*.ts`).filter((file) => !file.startsWith(`${source}/generated/`));
  const places = own.length > 0 ? own : declaring('kit/*/src/**/*.ts');
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new Error(`${service} must declare the type ${model} in one file, not in ${places.length}.`);
  return own.length > 0
    ? `../${relative(source, place)}#${model}`
    : `${place.replace(/^kit\/(\w+)\/src\/(.*)\.ts$/, '@holdfast/kit-$1/$2')}#${model}`;
}

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
        mappers: mappersOf(name),
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
