/** A subgraph without its transport: a request's text in, an answer's bytes out. */
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

/** How many answers and documents are kept; a gateway that makes more different requests is answered more slowly. */
const KEPT = 2_000;

export interface Answerer {
  /** @param body a GraphQL request as JSON. */
  answer(body: string): Buffer;
  /** How many answers had to be worked out; the others were the same requests again, byte for byte. */
  readonly worked: number;
}

/**
 * Answers by graphql-js, by all that is in the request. The data never change, so what was asked once is answered from
 * memory: a subgraph is to cost as little as can be beside the gateways that are measured.
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
          if (!refer) throw new Error(`${name} has no entities ${of['__typename']}`);
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

/** Every field is in the table: one that is not is a mistake in here. */
export function fieldResolver(resolvers: Resolvers): GraphQLFieldResolver<Source, unknown> {
  return (source, given, _context, { parentType, fieldName }) => {
    const resolve = resolvers[parentType.name]?.[fieldName];
    if (!resolve) throw new Error(`there is no resolver for ${parentType.name}.${fieldName}`);
    return resolve(source, given);
  };
}

/** @throws Error for what is no valid operation. */
export function validDocument(schema: GraphQLSchema, query: string): DocumentNode {
  const document = parse(query);
  const [problem] = validate(schema, document);
  if (problem) throw problem;
  return document;
}

/** What federation adds to a subgraph's schema (Apollo Federation subgraph specification, "Schema additions"). */
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
