import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph as FederatedSupergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, parse } from 'graphql';
import { readSupergraph, type Supergraph } from '../../../src/supergraph/load.ts';
import { stripSecurityFeatures } from '../../../src/supergraph/securityFeatures.ts';
import { randomSubgraphs } from './random.ts';

export interface Composed {
  /** A readable name that says how to get it again. */
  readonly name: string;
  /** The SDL of each subgraph. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly supergraph: Supergraph;
  /** The API schema. */
  readonly api: GraphQLSchema;
}

/** @throws AggregateError with the reasons when they do not compose. */
export function compose(name: string, subgraphs: Readonly<Record<string, string>>): Composed {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid/graphql`,
    typeDefs: parse(sdl),
  }));
  const result = composeServices(services);
  if (result.errors)
    throw new AggregateError(
      result.errors,
      `${name}: ${result.errors.map(({ message }) => message).join('\n')}`,
    );
  return {
    name,
    subgraphs,
    supergraph: readSupergraph(result.supergraphSdl, name),
    // Built from the text, as gateways do: introspection lists types in its order.
    api: FederatedSupergraph.build(stripSecurityFeatures(result.supergraphSdl), { validateSupergraph: false })
      .apiSchema()
      .toGraphQLJSSchema(),
  };
}

/**
 * Returns the first supergraph at or after the seed whose subgraphs compose. @param hard see
 * `randomSubgraphs`.
 */
export function composeRandom(seed: number, hard: boolean): Composed {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      return compose(`${hard ? 'hard' : 'random'} ${seed}`, randomSubgraphs(seed * 50 + attempt, hard));
    } catch (error) {
      if (!(error instanceof AggregateError)) throw error;
    }
  }
  throw new Error(`No supergraph of seed ${seed} composes: the generator is wrong.`);
}

const SCHEMAS = join(import.meta.dirname, '../../../../schema');

/** Returns the shop's own supergraph. */
export async function composeOurs(): Promise<Composed> {
  const config = JSON.parse(await readFile(join(SCHEMAS, 'config.json'), 'utf8')) as {
    subgraphs: Record<string, { schema: string }>;
  };
  const subgraphs: Record<string, string> = {};
  for (const [name, { schema }] of Object.entries(config.subgraphs)) {
    subgraphs[name] = await readFile(join(SCHEMAS, schema), 'utf8');
  }
  return compose('ours', subgraphs);
}
