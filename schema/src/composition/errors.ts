import { ValidationError } from '@apollo/composition';
import { type DocumentNode, GraphQLError } from 'graphql';
import type { Place, Problem } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';
import { attemptComposition, errorsAlone } from './attempt.ts';
import { culpritIn } from './culprit.ts';
import { linksOf } from './links.ts';
import { type SdlErrors, sdlErrorsOf } from './locate.ts';
import { distinctPlaces, placesInMessage, placesOfNodes, type Subjects } from './places.ts';

/**
 * Returns composition errors as problems, each with the place in a subgraph's SDL that causes it, when there
 * is one.
 */
export function placeErrors(errors: readonly GraphQLError[], subjects: Subjects): Problem[] {
  const placesOf = placing(subjects);
  return [...errorsOfLinks(errors, subjects), ...errors].map((error) => {
    const [place, ...also] = distinctPlaces(placesOf(error));
    const code = error.extensions['code'];
    return {
      severity: 'error',
      code: typeof code === 'string' ? code : 'COMPOSITION_FAILED',
      message: error.message,
      ...place,
      ...(also.length > 0 ? { also } : {}),
    };
  });
}

/**
 * Returns errors in links that composition did not report: it may report only what a wrong link fails to
 * import.
 */
function errorsOfLinks(reported: readonly GraphQLError[], { subgraphs }: Subjects): GraphQLError[] {
  const messages = new Set(reported.map(({ message }) => message));
  return subgraphs
    .flatMap(({ name, document }) => errorsAlone(name, linksOf(document)))
    .filter(({ message, extensions }) => /_LINK_/.test(String(extensions['code'])) && !messages.has(message));
}

/**
 * Looks for the place of an error, the surest way first: by validation rules on the document, by the nodes of
 * the error, by what its message names, and by trial.
 */
function placing(subjects: Subjects): (error: GraphQLError) => Place[] {
  const located = new Map<string, SdlErrors>();
  return (error) => {
    const { message } = error;
    const subgraph = subjects.subgraphs.find(({ name }) => message.startsWith(`[${name}] `));
    if (subgraph) {
      const locate = located.get(subgraph.name) ?? sdlErrorsOf(subgraph);
      located.set(subgraph.name, locate);
      const places = placesOfNodes(locate(message), subjects);
      if (places.length > 0) return places;
    }
    const ofNodes = placesOfNodes(error.nodes ?? [], subjects);
    // For an interface that is not implemented, graphql-js names the interface first.
    if (ofNodes.length > 0) return /^\[.*?\] Interface field /.test(message) ? ofNodes.toReversed() : ofNodes;
    const inMessage = placesInMessage(message, unsatisfiable(error), subjects);
    if (inMessage.some(({ line }) => line !== undefined)) return inMessage;
    const tried = subgraph || isThrown(error) ? placesByTrial(message, subgraph, subjects) : [];
    return tried.length > 0 ? tried : inMessage;
  };
}

/** Returns true when composition did not report the error but threw it. */
function isThrown({ originalError }: GraphQLError): boolean {
  return originalError !== undefined && !(originalError instanceof GraphQLError);
}

/**
 * Finds the part of a document without which composition does not report the message.
 * @param subgraph the subgraph that the error is about, when that is known.
 */
function placesByTrial(
  message: string,
  subgraph: SubgraphSource | undefined,
  { subgraphs }: Subjects,
): Place[] {
  for (const suspect of subgraph ? [subgraph] : subgraphs) {
    const isReported = (errors: readonly GraphQLError[]) => errors.some((error) => error.message === message);
    const alone = (document: DocumentNode) => isReported(errorsAlone(suspect.name, document));
    const together = (document: DocumentNode) =>
      isReported(
        attemptComposition(subgraphs.map((each) => (each === suspect ? { ...each, document } : each)))
          .errors ?? [],
      );
    const culprit = culpritIn(suspect.document, alone(suspect.document) ? alone : together);
    const place = culprit && placeOf(culprit);
    if (place) return [place];
  }
  return [];
}

/** Returns the coordinate that no plan can reach: the last step in the path of a satisfiability error. */
function unsatisfiable({ originalError }: GraphQLError): string | undefined {
  if (!(originalError instanceof ValidationError)) return undefined;
  let coordinate: string | undefined;
  for (const [edge] of originalError.supergraphUnsatisfiablePath) {
    const { transition } = edge;
    if (transition.kind === 'FieldCollection') coordinate = transition.definition.coordinate;
  }
  return coordinate;
}
