/**
 * Returns a number from 0 to 2^32 - 1 that depends only on the text (FNV-1a with the final mix of murmur3).
 */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Returns a number from 0 up to but not including the limit, which depends only on the text. */
export const pick = (text: string, limit: number): number => hash(text) % limit;
