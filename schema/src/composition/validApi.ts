import { buildSchema, validateSchema } from 'graphql';
import type { Problem } from '../problem.ts';
import { distinctPlaces, placesInMessage, type Subjects } from './places.ts';

/** `Type.field`, `Type.field(argument:)` or `Type` as graphql-js names them, without quotation marks. */
const COORDINATE = /\b[A-Za-z_]\w*\.\w+(?:\(\w+:\))?/;

/**
 * Reports API_INVALID for what GraphQL forbids in a schema but composition allows. Such a schema is unusable:
 * graphql-js refuses to validate operations against it.
 */
export function apiProblems(api: string, subjects: Subjects): Problem[] {
  return validateSchema(buildSchema(api, { assumeValidSDL: true })).map(({ message }) => {
    const [coordinate] = COORDINATE.exec(message) ?? [];
    const [place, ...also] = distinctPlaces(placesInMessage(message, coordinate, subjects));
    return {
      severity: 'error',
      code: 'API_INVALID',
      message,
      ...place,
      ...(also.length > 0 ? { also } : {}),
    };
  });
}
