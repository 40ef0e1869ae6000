/** A subgraph without its transport: it turns a request's text into an answer's bytes. */
import {
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { type Resolvers, type Source, SUBGRAPH_RESOLVERS } from './resolvers.ts';
import { SCHEMAS, type SubgraphName } from './schemas.ts';

/**
 * The most cached answers and documents. A gateway that sends more distinct requests is answered more slowly.
 */
const KEPT = 2_000;

export interface Answerer {
  /** @param body a GraphQL request as JSON. */
  answer(body: string): Buffer;
  /** The number of answers that were computed. The other requests repeated an earlier one byte for byte. */
  readonly worked: number;
}

/**
 * Creates a subgraph that answers with graphql-js. The data never change, so a repeated request is answered
 * from memory: next to the measured gateways, a subgraph must cost as little as possible.
 */
export function createAnswerer(name: SubgraphName): Answerer {
  const { fields, references } = SUBGRAPH_RESOLVERS[name];
  const schema = buildSchema(SCHEMAS[name] + federationFields(name, Object.keys(references)), {
    assumeValidSDL: true,
  });
  const resolve = fieldResolver({
    ...fields,
    Query: {
      ...fields['Query'],
      _entities: (_, given) =>
        (given['representations'] as readonly Source[]).map((of) => {
          const refer = references[String(of['__typename'])];
          if (!refer) throw new Error(`${name} has no entities of type ${of['__typename']}.`);
          return refer(of);
        }),
    },
  });
  const documents = new Map<string, DocumentNode>();
  const answers = new Map<string, Buffer>();
  let worked = 0;
  const workOut = (body: string) => {
    worked++;
    const { query, variables, operationName } = JSON.parse(body);
    const document = remember(documents, String(query), () => validDocument(schema, String(query)));
    return Buffer.from(
      JSON.stringify(
        execute({ schema, document, variableValues: variables, operationName, fieldResolver: resolve }),
      ),
    );
  };
  return {
    answer: (body) => remember(answers, body, () => workOut(body)),
    get worked() {
      return worked;
    },
  };
}

/** Creates a resolver from the table, which must contain every field. */
export function fieldResolver(resolvers: Resolvers): GraphQLFieldResolver<Source, unknown> {
  return (source, given, _context, { parentType, fieldName }) => {
    const resolve = resolvers[parentType.name]?.[fieldName];
    if (!resolve) throw new Error(`There is no resolver for ${parentType.name}.${fieldName}.`);
    return resolve(source, given);
  };
}

/** @throws Error when the query is not valid. */
export function validDocument(schema: GraphQLSchema, query: string): DocumentNode {
  const document = parse(query);
  const [problem] = validate(schema, document);
  if (problem) throw problem;
  return document;
}

/**
 * Returns the federation part of a subgraph's schema (Apollo Federation subgraph specification, "Schema
 * additions").
 */
function federationFields(name: SubgraphName, entities: readonly string[]): string {
  const has = SCHEMAS[name].includes('type Query');
  return `
    scalar _Any
    union _Entity = ${entities.join(' | ')}
    ${has ? 'extend ' : ''}type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
}

function remember<V>(kept: Map<string, V>, key: string, make: () => V): V {
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= KEPT) kept.clear();
  const made = make();
  kept.set(key, made);
  return made;
}
