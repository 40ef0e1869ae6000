import { compareText, placeText } from '../problem.ts';
import type { Affected, ReportedChange } from './report.ts';

/** An operation that a breaking change reaches, as one client sends it. */
export interface Broken {
  readonly client: string;
  /** Those of its versions that are known to send it. */
  readonly versions: readonly string[];
  readonly operation: string;
  /** Where it uses what changed first; of traffic, its signature. */
  readonly where: string;
  /** The coordinates by which it breaks. */
  readonly by: readonly string[];
}

/** Whom breaking changes break, by client and operation. */
export function brokenBy(changes: readonly ReportedChange[]): Broken[] {
  const found = new Map<string, Omit<Broken, 'by'> & { readonly by: Set<string> }>();
  for (const { level, coordinate, code, affects = [] } of changes) {
    if (level !== 'breaking') continue;
    for (const affected of affects) {
      for (const [client, versions] of byName(affected.clients)) {
        const { operation } = affected;
        // Where it uses each change differs, and is no part of which operation it is.
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

/** `seen in traffic as` and its signature where there is no place. */
export function whereOf({ place, signature }: Affected): string {
  return place ? placeText(place) : `seen in traffic as ${signature?.slice(0, 12) ?? 'unknown'}`;
}

/** `web`, `ios@4.2` and `ios@4.3` by what is before the version. */
function byName(clients: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const client of clients) {
    const at = client.lastIndexOf('@');
    const name = at > 0 ? client.slice(0, at) : client;
    found.set(name, [...(found.get(name) ?? []), ...(at > 0 ? [client.slice(at + 1)] : [])]);
  }
  return found;
}
