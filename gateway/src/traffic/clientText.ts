import { MAX_CLIENT_TEXT } from './bounds.ts';

/** Control characters, invisible and bidirectional formatting characters, lone surrogates, and line ends. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Cleans a client's name or version: bounded length, on one line.
 * @param text the header's value, or whatever was sent instead.
 * @returns null when nothing is left.
 */
export function clientText(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const kept = text.slice(0, MAX_CLIENT_TEXT).replace(UNPRINTABLE, '').trim();
  // A substring would keep its whole source alive: the client's request.
  return kept === '' ? null : Buffer.from(kept).toString();
}
