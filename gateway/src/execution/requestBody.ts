/** What is sent for a fetch, and what of the answer belongs to it. */

import { isIdempotent } from '../subgraphs/idempotent.ts';
import type { Asked } from './asked.ts';
import type { Data } from './merge.ts';
import type { CompiledRequest, RequestText } from './requests.ts';

/** Whether it may be sent again though nobody knows if it was done. */
export function mayRepeat(
  { kind }: CompiledRequest,
  [only]: readonly Asked[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return kind === 'query' || (only !== undefined && isIdempotent({ query: only.part.operation, variables }));
}

/** The body of a request for these parts, as JSON. */
export function writeBody(
  { head, tail, prefixes }: RequestText,
  asked: readonly Asked[],
  variables: Readonly<Record<string, unknown>>,
): string {
  let text = '';
  for (const [n, { part, representations }] of asked.entries()) {
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

/** The part's own fields of the data of a request that has several. */
export function withoutPrefix(data: Data, prefix: string): Data {
  const entries = Object.entries(data).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), value]));
}
