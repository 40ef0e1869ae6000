/** How many joined texts are kept, and how long each may be: some 16 MB at most. */
const ENTRIES = 500;
const LENGTH = 16_384;

/**
 * Remembers what was joined, by the texts that it was joined from, so that it is parsed and printed once and not for each
 * request. What was not used for longest is forgotten first.
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
