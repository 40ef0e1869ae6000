/** Splits events into payloads of PostgreSQL's NOTIFY, which carries at most 8,000 bytes. */

/** Bytes of a piece. As base64 with its header, it stays below the limit. */
const PIECE = 5_000;

/**
 * Returns the payloads of a message, to be sent in this order in one transaction.
 * @param key a unique key of the message.
 */
export function toNotices(key: string, message: string): string[] {
  const bytes = Buffer.from(message);
  const count = Math.max(1, Math.ceil(bytes.length / PIECE));
  return Array.from({ length: count }, (_, n) => {
    const piece = bytes.subarray(n * PIECE, (n + 1) * PIECE).toString('base64');
    return `${key} ${count - 1 - n} ${piece}`;
  });
}

/** Creates a function that reassembles messages. It returns a message with the message's last piece. */
export function createNoticeReader(): (payload: string) => string | undefined {
  const pieces = new Map<string, Buffer[]>();
  return (payload) => {
    const [key = '', left, piece = ''] = payload.split(' ');
    const all = [...(pieces.get(key) ?? []), Buffer.from(piece, 'base64')];
    if (left !== '0') {
      pieces.set(key, all);
      return undefined;
    }
    pieces.delete(key);
    return Buffer.concat(all).toString();
  };
}
