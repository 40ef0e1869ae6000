import { type CompositionResult, composeServices } from '@apollo/composition';
import {
  buildSubgraph,
  defaultPrintOptions,
  ERRORS,
  errorCauses,
  type PrintOptions,
} from '@apollo/federation-internals';
import { type DocumentNode, GraphQLError } from 'graphql';
import { compareText } from '../problem.ts';
import type { SubgraphSource } from '../sources.ts';
import { withoutOneOf } from './oneOf.ts';
import { sortDocument } from './sort.ts';

const byName = (a: { readonly name: string }, b: { readonly name: string }) => compareText(a.name, b.name);

/** Sorts everything by name, so that the text changes only when the schema does. */
export const SORTED: PrintOptions = {
  ...defaultPrintOptions,
  typeCompareFn: byName,
  directiveCompareFn: byName,
  fieldCompareFn: byName,
  inputObjectFieldCompareFn: byName,
  enumValueCompareFn: byName,
  unionMemberCompareFn: (a, b) => byName(a.type, b.type),
  implementedInterfaceCompareFn: (a, b) => byName(a.interface, b.interface),
};

/** Runs Apollo's composition. An exception, which it throws on some SDL, becomes an error like the others. */
export function attemptComposition(
  subgraphs: readonly Pick<SubgraphSource, 'name' | 'url' | 'document'>[],
): CompositionResult {
  try {
    const services = subgraphs.map(({ name, url, document }) => ({
      name,
      url,
      typeDefs: withoutOneOf(sortDocument(document)),
    }));
    return composeServices(services, { sdlPrintOptions: SORTED });
  } catch (error) {
    return { errors: errorsThrown(error) };
  }
}

/** Returns the errors that composition reports for one subgraph, whatever the others are. */
export function errorsAlone(name: string, document: DocumentNode): readonly GraphQLError[] {
  try {
    buildSubgraph(name, '', withoutOneOf(sortDocument(document)));
    return [];
  } catch (error) {
    return errorsThrown(error);
  }
}

function errorsThrown(error: unknown): GraphQLError[] {
  if (error instanceof GraphQLError) return errorCauses(error) ?? [error];
  const reason = error instanceof Error ? error.message : String(error);
  return [
    ERRORS.INVALID_GRAPHQL.err(`Composition failed with an exception: ${reason}`, {
      originalError: error instanceof Error ? error : null,
    }),
  ];
}
