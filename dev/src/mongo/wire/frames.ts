/** A frame that no well-behaved client sends: its connection is closed, the others continue. */
export class ProtocolError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProtocolError';
  }
}

const headerBytes = 16;
/** MongoDB's own limit on a message. */
export const maxMessageBytes = 48_000_000;

/**
 * Cuts a stream of chunks, however TCP split or joined them, into whole messages (header included). The
 * returned function returns the messages that a chunk completes; it fails with ProtocolError for an
 * impossible length.
 */
export function createFrameReader(): (chunk: Buffer) => Buffer[] {
  let chunks: Buffer[] = [];
  let buffered = 0;

  return (chunk) => {
    chunks.push(chunk);
    buffered += chunk.length;
    const frames: Buffer[] = [];
    while (buffered >= 4) {
      const length = lengthOf(chunks);
      if (length < headerBytes || length > maxMessageBytes) {
        throw new ProtocolError(`a message of ${length} bytes`);
      }
      if (buffered < length) break;
      const all = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
      frames.push(all.subarray(0, length));
      const rest = all.subarray(length);
      chunks = rest.length === 0 ? [] : [rest];
      buffered = rest.length;
    }
    return frames;
  };
}

function lengthOf(chunks: Buffer[]): number {
  const [first] = chunks;
  if (first !== undefined && first.length >= 4) return first.readInt32LE(0);
  // The length itself is split: join the bytes received so far.
  const joined = Buffer.concat(chunks);
  chunks.splice(0, chunks.length, joined);
  return joined.readInt32LE(0);
}
