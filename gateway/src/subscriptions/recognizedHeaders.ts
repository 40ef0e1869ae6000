import { HeaderMap } from '@apollo/server';

/** The headers with which a client requests extensions or identifies itself. */
const NAMES = new Set([
  'apollo-query-plan-experimental',
  'apollo-query-plan-experimental-format',
  'x-holdfast-trace',
  'x-holdfast-cost',
  'apollographql-client-name',
  'apollographql-client-version',
]);

/**
 * Picks the headers of a listener that count for its operations.
 * @param sources later ones take precedence. For a WebSocket, on which a browser cannot send headers, the
 *   last one is the payload of the first message, whose names may have any case.
 */
export function recognizedHeadersOf(...sources: readonly Readonly<Record<string, unknown>>[]): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of sources.flatMap(Object.entries<unknown>)) {
    const known = name.toLowerCase();
    if (NAMES.has(known) && typeof value === 'string') headers.set(known, value);
  }
  return headers;
}
