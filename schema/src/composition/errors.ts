import { ValidationError } from '@apollo/composition';
import type { GraphQLError } from 'graphql';
import type { Place, Problem } from '../problem.ts';
import { distinctPlaces, placesInMessage, placesOfNodes, type Subjects } from './places.ts';

/** Composition errors, each with the place in a subgraph's SDL that it is about, as far as the error says. */
export function placeErrors(errors: readonly GraphQLError[], subjects: Subjects): Problem[] {
  return errors.map((error) => {
    const [place, ...also] = distinctPlaces(placesOf(error, subjects));
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

function placesOf(error: GraphQLError, subjects: Subjects): Place[] {
  const ofNodes = placesOfNodes(error.nodes ?? [], subjects);
  if (ofNodes.length > 0) return ofNodes;
  return placesInMessage(error.message, unsatisfiable(error), subjects);
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
