import { HeaderMap } from '@apollo/server';

/** By which a client asks for more than the answer, or says what it is. */
const NAMES = new Set([
  'apollo-query-plan-experimental',
  'apollo-query-plan-experimental-format',
  'x-holdfast-trace',
  'x-holdfast-cost',
  'apollographql-client-name',
  'apollographql-client-version',
]);

/**
 * What of a listener's headers counts for its operations, and nothing else of them.
 * @param sources the later counts where they differ: for a WebSocket, on which a browser can send no header, the payload of the
 *   first message, whose names are written in any case.
 */
export function recognizedHeadersOf(...sources: readonly Readonly<Record<string, unknown>>[]): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of sources.flatMap(Object.entries<unknown>)) {
    const known = name.toLowerCase();
    if (NAMES.has(known) && typeof value === 'string') headers.set(known, value);
  }
  return headers;
}
