import { compareText } from '../problem.ts';
import type { Sender, SentOperation } from './sent.ts';
import type { Coordinate } from './uses.ts';

/** A version of a client with what it uses. */
export interface ClientUse {
  readonly client: string;
  readonly version: string | undefined;
  /** The names of its operations, each once; an anonymous one has the beginning of its signature. */
  readonly operations: readonly string[];
  /** The number of requests; undefined when they were not counted. */
  readonly requests: number | undefined;
  /** The coordinates of the fields that it selects. */
  readonly fields: readonly string[];
}

/** Returns the clients, sorted by name and then by version. */
export function clientsOf(
  operations: readonly SentOperation[],
  coordinates: readonly Coordinate[],
): ClientUse[] {
  const bySender = Map.groupBy(
    operations.flatMap((sent) => sent.senders.map((sender) => ({ sent, sender }))),
    ({ sender }) => senderKey(sender),
  );
  const fields = fieldsBySender(coordinates);
  return [...bySender]
    .flatMap(([key, all]): ClientUse[] => {
      const [one] = all;
      if (!one) return [];
      const { client, version } = one.sender;
      return [
        {
          client,
          version,
          operations: [...new Set(all.map(({ sent }) => nameOf(sent)))].sort(compareText),
          requests: sumOf(all.map(({ sender }) => sender)),
          fields: [...(fields.get(key) ?? [])],
        },
      ];
    })
    .sort((a, b) => compareText(a.client, b.client) || compareText(a.version ?? '', b.version ?? ''));
}

/** Returns the sum of the counts; undefined when nothing was counted. */
export function sumOf(senders: readonly Sender[]): number | undefined {
  const counts = senders.flatMap(({ count }) => count ?? []);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Returns the name of an operation for people; an anonymous one from traffic has the beginning of its
 * signature.
 */
export function nameOf({ operation: { name, node, signature } }: SentOperation): string {
  return node.name || signature === undefined ? name : `${name} ${signature.slice(0, 12)}`;
}

const senderKey = ({ client, version }: Sender) => JSON.stringify([client, version ?? null]);

function fieldsBySender(coordinates: readonly Coordinate[]): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const { name, kind, uses } of coordinates) {
    if (kind !== 'field') continue;
    for (const sender of uses.flatMap(({ sent }) => sent.senders)) {
      const key = senderKey(sender);
      const known = fields.get(key);
      if (known) known.add(name);
      else fields.set(key, new Set([name]));
    }
  }
  return fields;
}
