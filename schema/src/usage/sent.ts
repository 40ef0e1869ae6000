import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Operation } from '../operations/operation.ts';
import { trafficFile } from '../traffic/format.ts';
import { readTraffic } from '../traffic/read.ts';

/** A client that sends an operation. */
export interface Sender {
  readonly client: string;
  /** Undefined when it is not known. */
  readonly version: string | undefined;
  /** The number of requests; undefined for a committed operation, which is not counted. */
  readonly count: number | undefined;
}

/** An operation with all its senders. */
export interface SentOperation {
  readonly operation: Operation;
  readonly senders: readonly Sender[];
}

/** Returns committed operations with their senders; a client is configured as `name` or `name@version`. */
export function committedAsSent(operations: readonly Operation[]): SentOperation[] {
  return operations.map((operation) => ({
    operation,
    senders: operation.clients.map((text) => {
      const at = text.lastIndexOf('@');
      const [client, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
      return { client, version, count: undefined };
    }),
  }));
}

/**
 * Reads the operations of a traffic file with their counts.
 * @throws UsageError when it cannot be read or is not a traffic file.
 */
export async function readSentTraffic(path: string, cwd: string): Promise<SentOperation[]> {
  const operations = await readTraffic(path, cwd);
  // The file has just been validated; it is read again for the counts, which an Operation does not keep.
  const file = trafficFile.parse(JSON.parse(await readFile(resolve(cwd, path), 'utf8')));
  const clients = new Map(file.operations.map((entry) => [entry.signature, entry.clients]));
  return operations.map((operation) => ({
    operation,
    senders: (clients.get(operation.signature ?? '') ?? []).map(({ name, version, count }) => ({
      client: name ?? 'unnamed client',
      version: version ?? undefined,
      count,
    })),
  }));
}
