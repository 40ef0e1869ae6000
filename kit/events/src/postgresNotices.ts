/** Events as PostgreSQL's NOTIFY carries them: at most 8,000 bytes a payload, so longer ones go in pieces. */

/** Bytes of a piece; base64 of them, with its head, stays below the limit. */
const PIECE = 5_000;

/** The payloads of one message, to be sent in this order in one transaction. @param key one that no other message has. */
export function toNotices(key: string, message: string): string[] {
  const bytes = Buffer.from(message);
  const count = Math.max(1, Math.ceil(bytes.length / PIECE));
  return Array.from({ length: count }, (_, n) => {
    const piece = bytes.subarray(n * PIECE, (n + 1) * PIECE).toString('base64');
    return `${key} ${count - 1 - n} ${piece}`;
  });
}

/** Puts payloads together again. @returns the message when its last piece came. */
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
