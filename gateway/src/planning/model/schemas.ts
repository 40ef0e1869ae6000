/** What a supergraph is to those who execute on it: read on the planner's thread, so that only there `@apollo/federation-internals` is loaded. */
import { printSchema, type Supergraph } from '@apollo/federation-internals';
import { defaultsAsWritten } from '@holdfast/kit-graphql/defaultsAsWritten';
import { type GraphQLAbstractType, isAbstractType, isUnionType, parse } from 'graphql';

export interface GraphSchemas {
  /** The schema of clients, as SDL. */
  readonly api: string;
  /** Of each interface and union of the supergraph, the types that are one: objects, and interfaces. */
  readonly subtypes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param sdl what the supergraph was made of. */
export function readSchemas(supergraph: Supergraph, sdl: string): GraphSchemas {
  const schema = supergraph.schema.toGraphQLJSSchema();
  const types = Object.values(schema.getTypeMap());
  const membersOf = (type: GraphQLAbstractType) => {
    if (isUnionType(type)) return type.getTypes();
    const { objects, interfaces } = schema.getImplementations(type);
    return [...objects, ...interfaces];
  };
  const subtypes = types
    .filter(isAbstractType)
    .map((type) => [type.name, new Set(membersOf(type).map(({ name }) => name))] as const);
  const api = defaultsAsWritten(printSchema(supergraph.apiSchema()), [parse(sdl)]);
  return { api, subtypes: new Map(subtypes) };
}
