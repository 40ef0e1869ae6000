/** Writes the body of a request, and splits the data of its answer by part. */

import { isIdempotent } from '../subgraphs/idempotent.ts';
import type { Data } from './merge.ts';
import type { CompiledRequest, RequestText } from './requests.ts';
import type { SentPart } from './sentPart.ts';

/** Returns true when the request may be sent again even if it may already have been executed. */
export function isRetryable(
  { kind }: CompiledRequest,
  [only]: readonly SentPart[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return kind === 'query' || (only !== undefined && isIdempotent({ query: only.part.operation, variables }));
}

/** Writes the body of a request for these parts, as JSON. */
export function writeBody(
  { head, tail, prefixes }: RequestText,
  sent: readonly SentPart[],
  variables: Readonly<Record<string, unknown>>,
): string {
  let text = '';
  for (const [n, { part, representations }] of sent.entries()) {
    for (const name of part.variables) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (value !== undefined) text += `${text && ','}"${prefixes[n]}${name}":${JSON.stringify(value)}`;
    }
    if (part.represent) {
      text += `${text && ','}"${prefixes[n]}representations":[${representations.join()}]`;
    }
  }
  return head + text + tail;
}

/** Returns one part's fields from the data of a joined request. */
export function withoutPrefix(data: Data, prefix: string): Data {
  const entries = Object.entries(data).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), value]));
}
