import { compareText, placeText } from '../problem.ts';
import type { Affected, ReportedChange } from './report.ts';

/** An operation of one client that breaking changes affect. */
export interface Broken {
  readonly client: string;
  /** The versions of the client that are known to send it. */
  readonly versions: readonly string[];
  readonly operation: string;
  /** The first use of what changed, or the signature of an operation from traffic. */
  readonly where: string;
  /** The coordinates whose changes break it. */
  readonly by: readonly string[];
}

/** Returns the operations that breaking changes affect, sorted by client and operation. */
export function brokenBy(changes: readonly ReportedChange[]): Broken[] {
  const found = new Map<string, Omit<Broken, 'by'> & { readonly by: Set<string> }>();
  for (const { level, coordinate, code, affects = [] } of changes) {
    if (level !== 'breaking') continue;
    for (const affected of affects) {
      for (const [client, versions] of byName(affected.clients)) {
        const { operation } = affected;
        // The line differs from change to change and does not identify the operation.
        const key = [client, operation, affected.signature ?? affected.place?.file].join('\n');
        const known = found.get(key) ?? {
          client,
          versions,
          operation,
          where: whereOf(affected),
          by: new Set(),
        };
        found.set(key, known);
        known.by.add(coordinate ?? code);
      }
    }
  }
  return [...found.values()]
    .map((each) => ({ ...each, by: [...each.by] }))
    .sort((a, b) => compareText(a.client, b.client) || compareText(a.operation, b.operation));
}

/** Returns the place of an operation, or `seen in traffic as` and its signature. */
export function whereOf({ place, signature }: Affected): string {
  return place ? placeText(place) : `seen in traffic as ${signature?.slice(0, 12) ?? 'unknown'}`;
}

/** Groups the versions of `web`, `ios@4.2` and `ios@4.3` by the name of the client. */
function byName(clients: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const client of clients) {
    const at = client.lastIndexOf('@');
    const name = at > 0 ? client.slice(0, at) : client;
    found.set(name, [...(found.get(name) ?? []), ...(at > 0 ? [client.slice(at + 1)] : [])]);
  }
  return found;
}
