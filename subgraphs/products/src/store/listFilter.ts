import type { Filter } from 'mongodb';
import { allKey, categoryKey, PLACES, type Place, sellerKey, wordKey } from '../domain/listKeys.ts';
import { bandKeysFor, isNarrow } from '../domain/priceBands.ts';
import type { ProductSelection } from '../domain/productSelection.ts';
import type { ProductDocument } from './collections.ts';

/** More sorted ranges than this MongoDB does not merge, but sorts what it found (`internalQueryMaxScansToExplode`). */
const MAX_KEYS = 200;

/** How a selection is read. */
export interface Reading {
  /** Of a search: only what has all words in its first `rank + 1` places, and not all in fewer. */
  readonly rank?: number | undefined;
  /** Whether the list is in the order of prices, or in none. */
  readonly byPrice: boolean;
}

/** A selection as a query that an index on `listKeys` answers in the list's order. */
export function listFilter(selection: ProductSelection, { rank, byPrice }: Reading): Filter<ProductDocument> {
  const { status, kind, inStock, categoryIds, sellerId, words } = selection;
  return {
    $and: words ? wordConditions(words, rank) : [{ listKeys: leadingKey(selection, byPrice) }],
    status,
    ...(kind && { kind }),
    ...(inStock !== undefined && { inStock }),
    ...(sellerId !== undefined && { sellerId }),
    ...(categoryIds && { categoryId: { $in: [...categoryIds] } }),
    ...priceCondition(selection, byPrice),
  };
}

/** In another order, the range must not be what an index is chosen for: `$nor` is a test, and never a bound. */
function priceCondition({ minPrice, maxPrice }: ProductSelection, byPrice: boolean): Filter<ProductDocument> {
  if (minPrice === undefined && maxPrice === undefined) return {};
  if (!byPrice) {
    const outside: Filter<ProductDocument>[] = [];
    if (minPrice !== undefined) outside.push({ priceKey: { $lt: minPrice } });
    if (maxPrice !== undefined) outside.push({ priceKey: { $gt: maxPrice } });
    return { $nor: outside };
  }
  return {
    priceKey: {
      ...(minPrice !== undefined && { $gte: minPrice }),
      ...(maxPrice !== undefined && { $lte: maxPrice }),
    },
  };
}

/** Without words: the keys that have the fewest products, as far as one can know; the rest is tested on each. */
function leadingKey(selection: ProductSelection, byPrice: boolean): string | { $in: string[] } {
  const { kind, inStock, categoryIds, sellerId, minPrice, maxPrice } = selection;
  if (sellerId !== undefined) return sellerKey(sellerId, kind, inStock);
  const hasRange = !byPrice && (minPrice !== undefined || maxPrice !== undefined);
  if (hasRange && isNarrow(selection)) return { $in: bandKeysFor(selection) };
  if (categoryIds && categoryIds.length <= MAX_KEYS) {
    const [only, ...others] = categoryIds.map((id) => categoryKey(id, kind, inStock));
    return only !== undefined && others.length === 0 ? only : { $in: only ? [only, ...others] : [] };
  }
  return hasRange ? { $in: bandKeysFor(selection) } : allKey(kind, inStock);
}

/** The longest word leads: it is likely to be the rarest. */
function wordConditions(words: readonly string[], rank?: number): Filter<ProductDocument>[] {
  const places = PLACES.slice(0, (rank ?? PLACES.length) + 1);
  const last = places.at(-1);
  const byLength = words.toSorted((a, b) => b.length - a.length);
  const [first] = byLength;
  // One word is in the last place, or it would have a better rank.
  if (rank !== undefined && last && first !== undefined && words.length === 1)
    return [{ listKeys: wordKey(first, last) }];
  const conditions: Filter<ProductDocument>[] = byLength.map((word) => ({
    listKeys: { $in: keysOf(word, places) },
  }));
  if (rank === undefined || rank === 0 || !last) return conditions;
  return [...conditions, { $or: byLength.map((word) => ({ listKeys: wordKey(word, last) })) }];
}

function keysOf(word: string, places: readonly Place[]): string[] {
  return places.map((place) => wordKey(word, place));
}
