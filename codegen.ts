/**
 * `npm run codegen`: generates typed resolvers for every subgraph, and typed documents for every
 * service-to-service call and every client of the gateway. They are found in the tree; `npm run codegen --
 * --check` names stale files.
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
    // A field of these types has no value unless a resolver provides one.
    query: true,
    mutation: true,
    subscription: true,
  },
};

/** The GraphQL types whose resolvers receive our own objects, with the types of those objects, by service. */
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

/** @throws Error when the model is not declared in exactly one file. */
function placeOf(service: string, model: string): string {
  const declaration = new RegExp(`^export (?:interface|type) ${model}\\b`, 'm');
  const declaring = (pattern: string) =>
    globSync(pattern).filter((file) => declaration.test(readFileSync(file, 'utf8')));
  const source = `subgraphs/${service}/src`;
  const own = declaring(`${source}/**/*.ts`).filter((file) => !file.startsWith(`${source}/generated/`));
  const places = own.length > 0 ? own : declaring('kit/*/src/**/*.ts');
  const [place] = places;
  if (place === undefined)
    throw new Error(
      `No file of ${source} or kit exports the type ${model}, a model of ${service} in codegen.ts.`,
    );
  if (places.length > 1)
    throw new Error(`${places.sort().join(' and ')} export the type ${model}; a model has one declaration.`);
  return own.length > 0
    ? `../${relative(source, place)}#${model}`
    : `${place.replace(/^kit\/(\w+)\/src\/(.*)\.ts$/, '@holdfast/kit-$1/$2')}#${model}`;
}

type Outputs = CodegenConfig['generates'];

/**
 * Returns the outputs for a subgraph: the types of its resolvers, and a file of documents for each service
 * that it calls.
 */
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
        // A model may have the same name as its GraphQL type.
        mapperTypeSuffix: 'Model',
        makeResolverTypeCallable: true,
      },
    },
    // A caller's operations are in `src/services/<callee>.graphql`.
    ...mergedOf(globSync(`${folder}/services/*.graphql`), (documents) => {
      const callee = basename(documents, '.graphql');
      return documentsOf(`${folder}/generated/${callee}.ts`, servedSchema(callee), documents);
    }),
  };
}

/**
 * Returns the schema that a subgraph serves: its SDL with the additions of federation, such as `_entities`.
 * Apollo's library prints it, because graphql-js 16 cannot print a custom scalar's default that is an object.
 */
function servedSchema(name: string): string {
  const sdl = readFileSync(`subgraphs/${name}/schema.graphql`, 'utf8');
  return printSchema(buildSubgraph(name, '', sdl).schema);
}

/** Returns the outputs for the gateway's clients: `web/`, and those of `schema/operations/<client>/`. */
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

/** Returns the output for a client's documents, to which a scalar has its JSON type. */
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

/** Merges outputs in an order that does not depend on the file system. */
function mergedOf(names: readonly string[], outputs: (name: string) => Outputs): Outputs {
  return Object.assign({}, ...names.toSorted().map(outputs));
}

/** Prints errors with their locations. `--silent` omits them along with the progress of each file. */
function reportErrors(text: string): void {
  process.stderr.write(`${text.replace(/^AggregateError: /, '').replaceAll(`${process.cwd()}/`, '')}\n`);
}

const { subgraphs } = JSON.parse(readFileSync('schema/config.json', 'utf8')) as { subgraphs: object };

const config: CodegenConfig = {
  overwrite: true,
  generates: { ...mergedOf(Object.keys(subgraphs), outputsOf), ...outputsOfClients() },
  hooks: { onError: reportErrors },
};

export default config;
