/** The number of joined texts kept, and the longest key kept: at most some 16 MB. */
const ENTRIES = 500;
const LENGTH = 16_384;

/**
 * Caches joined texts by the texts that they were joined from, so that these are parsed and printed once
 * rather than for each request. The least recently used is evicted first.
 */
export function rememberJoined(
  join: (queries: readonly string[]) => string,
  entries = ENTRIES,
): (queries: readonly string[]) => string {
  const joined = new Map<string, string>();
  return (queries) => {
    const key = JSON.stringify(queries);
    const known = joined.get(key);
    const text = known ?? join(queries);
    joined.delete(key);
    if (key.length <= LENGTH) joined.set(key, text);
    const [oldest] = joined.keys();
    if (joined.size > entries && oldest !== undefined) joined.delete(oldest);
    return text;
  };
}
