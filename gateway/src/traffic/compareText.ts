/** Compares by code units, which is the same everywhere, unlike the order of a language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
