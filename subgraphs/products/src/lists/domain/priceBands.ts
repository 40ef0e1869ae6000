/**
 * Bands of prices, so that a price range can be listed in an order other than by price. A band of level 0 is
 * a 16th of an octave wide (4.4 %). A band of each further level covers four bands of the level below.
 */
const PER_OCTAVE = 16;
const FACTOR = 4;
const LEVELS = 6;
/** The last band of level 0; above ten billion, the largest amount, in thousandths. */
const LAST = FACTOR ** (LEVELS - 1) - 1;

export interface PriceRange {
  readonly minPrice?: bigint | undefined;
  readonly maxPrice?: bigint | undefined;
}

function bandOf(priceKey: bigint): number {
  return Math.floor(PER_OCTAVE * Math.log2(Number(priceKey) + 1));
}

const bandKey = (level: number, band: number) => `p${level}:${band}`;

/** Returns the bands that a price is in: one of each level. */
export function bandKeysOf(priceKey: bigint): string[] {
  const band = bandOf(priceKey);
  return Array.from({ length: LEVELS }, (_, level) => bandKey(level, Math.floor(band / FACTOR ** level)));
}

/**
 * Returns the fewest bands that cover a range: at most 31. The outermost also hold prices beyond its ends.
 */
export function bandKeysFor(range: PriceRange): string[] {
  let [low, high] = endsOf(range);
  const keys: string[] = [];
  for (let level = 0; low <= high; level++) {
    const isTop = level === LEVELS - 1;
    while (low <= high && (isTop || low % FACTOR !== 0)) keys.push(bandKey(level, low++));
    while (low <= high && high % FACTOR !== FACTOR - 1) keys.push(bandKey(level, high--));
    low = Math.floor(low / FACTOR);
    high = Math.floor((high + 1) / FACTOR) - 1;
  }
  return keys;
}

function endsOf({ minPrice, maxPrice }: PriceRange): [number, number] {
  return [minPrice === undefined ? 0 : bandOf(minPrice), maxPrice === undefined ? LAST : bandOf(maxPrice)];
}
