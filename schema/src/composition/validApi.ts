import { buildSchema, validateSchema } from 'graphql';
import type { Problem } from '../problem.ts';
import { distinctPlaces, placesInMessage, type Subjects } from './places.ts';

/** `Type.field`, `Type.field(argument:)` or `Type` as graphql-js names them, without quotation marks. */
const COORDINATE = /\b[A-Za-z_]\w*\.\w+(?:\(\w+:\))?/;

/**
 * API_INVALID for what GraphQL forbids in a schema and composition lets pass. Nobody could use it: graphql-js refuses to
 * validate an operation against such a schema.
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
