import { ValidationError } from '@apollo/composition';
import { type DocumentNode, GraphQLError } from 'graphql';
import type { Place, Problem } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';
import { attemptComposition, errorsAlone } from './attempt.ts';
import { culpritIn } from './culprit.ts';
import { linksOf } from './links.ts';
import { type SdlErrors, sdlErrorsOf } from './locate.ts';
import { distinctPlaces, placesInMessage, placesOfNodes, type Subjects } from './places.ts';

/** Composition errors, each with the place in a subgraph's SDL that it is about, as far as it can be said of SDL. */
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

/** Of links that are wrong composition may tell what is missing by them, and not what is wrong. */
function errorsOfLinks(told: readonly GraphQLError[], { subgraphs }: Subjects): GraphQLError[] {
  const messages = new Set(told.map(({ message }) => message));
  return subgraphs
    .flatMap(({ name, document }) => errorsAlone(name, linksOf(document)))
    .filter(({ message, extensions }) => /_LINK_/.test(String(extensions['code'])) && !messages.has(message));
}

/** The surest first: what a rule says of the document, what composition says, what its message names, and trying out. */
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
    // Of an interface that is not satisfied, graphql-js names the interface first.
    if (ofNodes.length > 0) return /^\[.*?\] Interface field /.test(message) ? ofNodes.toReversed() : ofNodes;
    const inMessage = placesInMessage(message, unsatisfiable(error), subjects);
    if (inMessage.some(({ line }) => line !== undefined)) return inMessage;
    const tried = subgraph || isThrown(error) ? placesByTrial(message, subgraph, subjects) : [];
    return tried.length > 0 ? tried : inMessage;
  };
}

/** Whether composition did not say it, but stopped at it. */
function isThrown({ originalError }: GraphQLError): boolean {
  return originalError !== undefined && !(originalError instanceof GraphQLError);
}

/** What composition does not say again without. @param subgraph the one that it is about, where that is known. */
function placesByTrial(
  message: string,
  subgraph: SubgraphSource | undefined,
  { subgraphs }: Subjects,
): Place[] {
  for (const suspect of subgraph ? [subgraph] : subgraphs) {
    const isSaid = (errors: readonly GraphQLError[]) => errors.some((error) => error.message === message);
    const alone = (document: DocumentNode) => isSaid(errorsAlone(suspect.name, document));
    const together = (document: DocumentNode) =>
      isSaid(
        attemptComposition(subgraphs.map((each) => (each === suspect ? { ...each, document } : each)))
          .errors ?? [],
      );
    const culprit = culpritIn(suspect.document, alone(suspect.document) ? alone : together);
    const place = culprit && placeOf(culprit);
    if (place) return [place];
  }
  return [];
}

/** The coordinate that no plan can reach: the last step of the path that a satisfiability error tells. */
function unsatisfiable({ originalError }: GraphQLError): string | undefined {
  if (!(originalError instanceof ValidationError)) return undefined;
  let coordinate: string | undefined;
  for (const [edge] of originalError.supergraphUnsatisfiablePath) {
    const { transition } = edge;
    if (transition.kind === 'FieldCollection') coordinate = transition.definition.coordinate;
  }
  return coordinate;
}
