import { MAX_CLIENT_TEXT } from './bounds.ts';

/** Control characters, what changes the direction of text or is not shown, halves of characters, ends of lines. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * What a client says of itself, as it is kept: of bounded length, on one line.
 * @param text of a header, or whatever came in its place.
 * @returns null for nothing.
 */
export function clientText(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const kept = text.slice(0, MAX_CLIENT_TEXT).replace(UNPRINTABLE, '').trim();
  // A part of a longer text keeps all of that alive: the client's whole request.
  return kept === '' ? null : Buffer.from(kept).toString();
}
