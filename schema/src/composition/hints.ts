import type { CompositionSuccess } from '@apollo/composition';
import type { Problem } from '../problem.ts';
import { distinctPlaces, placesInMessage, placesOfNodes, type Subjects } from './places.ts';

type CompositionHint = CompositionSuccess['hints'][number];

/** Returns the hints of composition as warnings and notices with their places. */
export function placeHints(hints: readonly CompositionHint[], subjects: Subjects): Problem[] {
  return hints.map(({ definition, message, nodes, coordinate }) => {
    const ofNodes = placesOfNodes(nodes ?? [], subjects);
    const [place, ...also] = distinctPlaces(
      ofNodes.length > 0 ? ofNodes : placesInMessage(message, coordinate, subjects),
    );
    return {
      severity: definition.level.name === 'WARN' ? 'warning' : 'notice',
      code: definition.code,
      message,
      ...place,
      ...(also.length > 0 ? { also } : {}),
    };
  });
}
