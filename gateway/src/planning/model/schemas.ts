/**
 * The schemas that executors need. The planner's thread reads them, so that only it loads
 * `@apollo/federation-internals`.
 */
import { printSchema, type Supergraph } from '@apollo/federation-internals';
import { defaultsAsWritten } from '@holdfast/kit-graphql/defaultsAsWritten';
import { type GraphQLAbstractType, isAbstractType, isUnionType, parse } from 'graphql';

export interface GraphSchemas {
  /** The API schema, as SDL. */
  readonly api: string;
  /** The subtypes of each interface and union of the supergraph: objects and interfaces. */
  readonly subtypes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** @param sdl the source of the supergraph. */
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
