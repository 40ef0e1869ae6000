/** Letters that accents were taken from, in one case. */
const fold = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().toUpperCase().toLowerCase();

/** The words of a text as they are searched for: runs of letters and digits, without case or accents, each once. */
export function searchWords(...texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []))];
}
