/** A number from 0 to 2^32 - 1 that is always the same for a text (FNV-1a, mixed as murmur3 ends). */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number below the limit, from 0, by the text. */
export const pick = (text: string, limit: number): number => hash(text) % limit;
