import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { SCHEMAS, type SubgraphName } from './schemas.ts';

/** The URL of each subgraph. */
export type Addresses = Readonly<Record<SubgraphName, string>>;

/** @throws AggregateError when the subgraphs do not compose. */
export function composeSupergraph(addresses: Addresses): string {
  const result = composeServices(
    Object.entries(SCHEMAS).map(([name, sdl]) => ({
      name,
      url: addresses[name as SubgraphName],
      typeDefs: parse(sdl),
    })),
  );
  if (result.errors) throw new AggregateError(result.errors, 'The subgraphs do not compose.');
  return result.supergraphSdl;
}
