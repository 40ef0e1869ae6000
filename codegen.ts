/** Typed resolvers for every subgraph, typed documents for every service-to-service call. `npm run codegen`. */
import { existsSync } from 'node:fs';
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
  avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
};

/** GraphQL types whose resolvers get one of our own objects: `src/generated/resolvers.ts` imports them from there. */
const mappers: Record<string, Record<string, string>> = {
  users: {},
  products: {},
  orders: {},
  inventory: {},
  payments: {},
};

/** Who calls whom: the operations stand in `src/services/<callee>.graphql` of the caller. */
const calls: Record<string, readonly string[]> = {
  orders: ['users', 'products', 'inventory', 'payments'],
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
      makeResolverTypeCallable: true,
    },
  };
}

for (const [caller, callees] of Object.entries(calls)) {
  for (const callee of callees) {
    const documents = `subgraphs/${caller}/src/services/${callee}.graphql`;
    if (!existsSync(documents)) continue;
    generates[`subgraphs/${caller}/src/generated/${callee}.ts`] = {
      schema: ['kit/federation.graphql', `subgraphs/${callee}/schema.graphql`],
      documents,
      plugins: ['typescript', 'typescript-operations', 'typed-document-node'],
      config: { ...common, scalars: { ...scalars, DateTime: 'string' } },
    };
  }
}

const config: CodegenConfig = { overwrite: true, generates };

export default config;
