/** Removes accents and case. */
const fold = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().toUpperCase().toLowerCase();

/**
 * Returns the words by which texts are searched: runs of letters and digits, without case or accents, each
 * once.
 */
export function searchWords(...texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []))];
}
