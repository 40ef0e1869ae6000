/**
 * The right answer to an operation, from one schema with all subgraphs' fields, without composition, plan or
 * gateway.
 */
import {
  buildASTSchema,
  execute,
  type GraphQLSchema,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';
import { fieldResolver, validDocument } from './answer.ts';
import { type Resolvers, SUBGRAPH_RESOLVERS } from './resolvers.ts';
import { SCHEMAS } from './schemas.ts';

/** @throws Error when the operation has errors. */
export function expectedData(query: string): unknown {
  const schema = wholeSchema();
  const fields: Record<string, Resolvers[string]> = {};
  for (const subgraph of Object.values(SUBGRAPH_RESOLVERS)) {
    for (const [type, own] of Object.entries(subgraph.fields)) fields[type] = { ...fields[type], ...own };
  }
  const document = validDocument(schema, query);
  const { data, errors } = JSON.parse(
    JSON.stringify(execute({ schema, document, fieldResolver: fieldResolver(fields) })),
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Returns a schema in which each type has its fields from all subgraphs. */
export function wholeSchema(): GraphQLSchema {
  const types = new Map<string, ObjectTypeDefinitionNode>();
  for (const definition of Object.values(SCHEMAS).flatMap((sdl) => parse(sdl).definitions)) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const { name, fields = [] } = definition;
    const before = types.get(name.value)?.fields ?? [];
    const more = fields.filter((field) => !before.some((known) => known.name.value === field.name.value));
    types.set(name.value, { ...definition, fields: [...before, ...more] });
  }
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...types.values()] }, { assumeValidSDL: true });
}
