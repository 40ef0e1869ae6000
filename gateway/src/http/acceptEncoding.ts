/** Chooses the content coding that a client prefers (RFC 9110, section 12.5.3). */

export type Encoding = 'zstd' | 'br' | 'gzip';

/** Our order of preference, among codings that the client weights equally. */
const OURS: readonly Encoding[] = ['zstd', 'br', 'gzip'];

/**
 * The most headers remembered: there are some dozens in the world, and made-up ones must not fill the memory.
 */
const MAX_REMEMBERED = 256;
const remembered = new Map<string, Encoding | null>();

/** @returns null when the answer is best sent uncompressed. */
export function preferredEncoding(acceptEncoding: string | undefined): Encoding | null {
  if (acceptEncoding === undefined) return null;
  const known = remembered.get(acceptEncoding);
  if (known !== undefined) return known;
  const found = choose(acceptEncoding);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(acceptEncoding, found);
  return found;
}

function choose(acceptEncoding: string): Encoding | null {
  const weights = new Map(acceptEncoding.split(',').map(weighted));
  const others = weights.get('*') ?? 0;
  const weightOf = (coding: string) => weights.get(coding) ?? others;
  const best = OURS.reduce<Encoding | null>(
    (chosen, each) => (weightOf(each) > (chosen ? weightOf(chosen) : 0) ? each : chosen),
    null,
  );
  // `identity` is acceptable even when not listed, as the last choice.
  const plain = weights.get('identity') ?? 0;
  return best && weightOf(best) >= plain ? best : null;
}

/** Reads `gzip;q=0.5`, also under its old name `x-gzip`. A malformed weight counts as 0. */
function weighted(entry: string): readonly [string, number] {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const weight = given === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(given) ? Number(given) : 0;
  return [name === 'x-gzip' ? 'gzip' : name, weight];
}
