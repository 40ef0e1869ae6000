import { CommandError } from '../errors.ts';
import type { Reply } from '../wire/reply.ts';

/** The open cursors of finds and aggregates, by id. */
export interface Cursors {
  /** Opens a cursor and returns its first batch; an exhausted one has id 0 and is not kept. */
  open(source: Source): Reply;
  /** Returns the next batch. Fails with CursorNotFound. */
  more(id: bigint, namespace: string, batchSize: number | undefined): Reply;
  /** Closes a cursor; returns false when there is none. */
  kill(id: bigint): boolean;
  /** Closes all cursors that a connection opened. */
  killOf(connection: number): void;
}

interface Source {
  connection: number;
  namespace: string;
  documents: Iterator<Uint8Array>;
  batchSize: number | undefined;
  isSingleBatch: boolean;
}

const firstBatchSize = 101;
/** The limit keeps a reply well below that of a message, with room for one whole document. */
const maxBatchBytes = 16 * 1024 * 1024;

export function createCursors(): Cursors {
  const open = new Map<bigint, Source & { waiting: Uint8Array | undefined }>();
  let lastId = 0n;

  function fill(
    cursor: Source & { waiting: Uint8Array | undefined },
    limit: number,
  ): { batch: Uint8Array[]; isDone: boolean } {
    const batch: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const next = cursor.waiting ?? cursor.documents.next().value;
      cursor.waiting = undefined;
      if (next === undefined) return { batch, isDone: true };
      if (batch.length >= limit || (batch.length > 0 && bytes + next.byteLength > maxBatchBytes)) {
        cursor.waiting = next;
        return { batch, isDone: false };
      }
      batch.push(next);
      bytes += next.byteLength;
    }
  }

  return {
    open(source) {
      const cursor = { ...source, waiting: undefined };
      const { batch, isDone } = fill(cursor, source.batchSize ?? firstBatchSize);
      let id = 0n;
      if (!isDone && !source.isSingleBatch) {
        lastId += 1n;
        id = lastId;
        open.set(id, cursor);
      }
      return { kind: 'batch', name: 'firstBatch', namespace: source.namespace, cursor: id, documents: batch };
    },
    more(id, namespace, batchSize) {
      const cursor = open.get(id);
      if (cursor === undefined || cursor.namespace !== namespace) {
        throw new CommandError('CursorNotFound', `cursor id ${id} not found`);
      }
      const { batch, isDone } = fill(
        cursor,
        batchSize === undefined || batchSize === 0 ? Infinity : batchSize,
      );
      if (isDone) open.delete(id);
      return { kind: 'batch', name: 'nextBatch', namespace, cursor: isDone ? 0n : id, documents: batch };
    },
    kill: (id) => open.delete(id),
    killOf(connection) {
      for (const [id, cursor] of open) if (cursor.connection === connection) open.delete(id);
    },
  };
}
