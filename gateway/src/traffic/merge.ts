/** Adds new counts to those of a file. Pure functions. */
import { BOUNDS, type Bounds, OTHER_CLIENTS, OTHER_OPERATIONS } from './bounds.ts';
import { compareText } from './compareText.ts';
import type { TrafficClient, TrafficFile, TrafficOperation } from './format.ts';
import type { CountedOperation } from './traffic.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface MergeOptions {
  readonly now: Date;
  /** The days after which an operation or client that was not seen is dropped. */
  readonly days: number;
  readonly bounds?: Bounds;
}

/**
 * Adds up counts. Counts beyond the bounds are merged: first those of what was not sent for the most days,
 * then those of what was sent least.
 */
export function merge(
  file: TrafficFile,
  counted: readonly CountedOperation[],
  { now, days, bounds = BOUNDS }: MergeOptions,
): TrafficFile {
  const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR).toISOString();
  const oldest = new Date(now.getTime() - days * DAY).toISOString();
  const all = [
    ...file.operations,
    ...counted.map(({ clients, ...operation }) => ({
      ...operation,
      clients: clients.map((client) => ({ ...client, firstSeen: hour, lastSeen: hour })),
    })),
  ];
  const operations = [...Map.groupBy(all, ({ signature }) => signature).values()].flatMap((same) => {
    const [first] = same;
    const clients = add(same.flatMap((each) => each.clients)).filter(({ lastSeen }) => lastSeen >= oldest);
    return first && clients.length > 0 ? [{ ...first, clients: boundClients(clients, bounds.clients) }] : [];
  });
  return { version: 1, operations: boundOperations(operations, bounds).sort(bySignature) };
}

/** Merges the clients with the same name and version. */
function add(clients: readonly TrafficClient[]): TrafficClient[] {
  const groups = Map.groupBy(clients, ({ name, version }) => JSON.stringify([name, version]));
  return [...groups.values()].map((same) =>
    same.reduce((sum, each) => ({
      name: sum.name,
      version: sum.version,
      count: sum.count + each.count,
      firstSeen: sum.firstSeen < each.firstSeen ? sum.firstSeen : each.firstSeen,
      lastSeen: sum.lastSeen > each.lastSeen ? sum.lastSeen : each.lastSeen,
    })),
  );
}

function boundClients(clients: readonly TrafficClient[], max: number): TrafficClient[] {
  const isOther = ({ name, version }: TrafficClient) => name === OTHER_CLIENTS.name && version === null;
  const named = clients.filter((client) => !isOther(client));
  const sorted = named.toSorted(byImportance(lastSeenOf, ({ count }) => count));
  return add([...sorted.slice(0, max), ...clients.filter(isOther), ...sorted.slice(max).map(asOther)]).sort(
    byName,
  );
}

function asOther(client: TrafficClient): TrafficClient {
  return { ...client, ...OTHER_CLIENTS };
}

function boundOperations(operations: readonly TrafficOperation[], bounds: Bounds): TrafficOperation[] {
  const isOther = ({ signature }: TrafficOperation) => signature === OTHER_OPERATIONS.signature;
  const lastSeen = ({ clients }: TrafficOperation) =>
    clients.map(lastSeenOf).reduce((a, b) => (a > b ? a : b), '');
  const sent = ({ clients }: TrafficOperation) => clients.reduce((sum, { count }) => sum + count, 0);
  const kept: TrafficOperation[] = [];
  const rest = operations.filter(isOther);
  let characters = 0;
  let clients = 0;
  const sorted = operations.filter((each) => !isOther(each)).sort(byImportance(lastSeen, sent));
  for (const operation of sorted) {
    const isWithin =
      kept.length < bounds.operations &&
      characters + operation.document.length <= bounds.documents &&
      clients + operation.clients.length <= bounds.allClients;
    if (!isWithin) {
      rest.push(operation);
      continue;
    }
    kept.push(operation);
    characters += operation.document.length;
    clients += operation.clients.length;
  }
  if (rest.length === 0) return kept;
  const others = boundClients(add(rest.flatMap((each) => each.clients)), bounds.clients);
  return [...kept, { ...OTHER_OPERATIONS, clients: others }];
}

/** Sorts by the day last sent, latest first; within a day, by count, highest first. */
function byImportance<Sent>(lastSeen: (sent: Sent) => string, count: (sent: Sent) => number) {
  const dayOf = (sent: Sent) => lastSeen(sent).slice(0, 'YYYY-MM-DD'.length);
  return (a: Sent, b: Sent) => compareText(dayOf(b), dayOf(a)) || count(b) - count(a);
}

function lastSeenOf({ lastSeen }: TrafficClient): string {
  return lastSeen;
}

function byName(a: TrafficClient, b: TrafficClient): number {
  return compareText(a.name ?? '', b.name ?? '') || compareText(a.version ?? '', b.version ?? '');
}

function bySignature(a: TrafficOperation, b: TrafficOperation): number {
  return compareText(a.signature, b.signature);
}
