import type { Filter } from 'mongodb';
import { allKey, categoryKey, PLACES, type Place, sellerKey, wordKey } from '../domain/listKeys.ts';
import { bandKeysFor } from '../domain/priceBands.ts';
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

/**
 * A selection as a query that an index on `listKeys` answers in the list's order. Each condition that has a key is one on
 * `listKeys`, and none is another field's: whichever of them has the fewest products can lead, and the database finds
 * that out as it plans (MongoDB tries them, the embedded one counts some entries of each).
 */
export function listFilter(selection: ProductSelection, { rank, byPrice }: Reading): Filter<ProductDocument> {
  const { status, kind, inStock, categoryIds, words } = selection;
  const conditions = [
    ...(words ? wordConditions(words, rank) : []),
    ...keyConditions(selection, byPrice).map((listKeys) => ({ listKeys })),
  ];
  return {
    $and: conditions.length > 0 ? conditions : [{ listKeys: allKey(kind, inStock) }],
    status,
    ...(categoryIds && categoryIds.length > MAX_KEYS && { categoryId: { $in: [...categoryIds] } }),
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

type Keys = string | { $in: string[] };

/** All but the words, each narrowed to the kind and to what is in stock where it can be. */
function keyConditions(selection: ProductSelection, byPrice: boolean): Keys[] {
  const { kind, inStock, categoryIds, sellerId, minPrice, maxPrice } = selection;
  const conditions: Keys[] = [];
  if (sellerId !== undefined) conditions.push(sellerKey(sellerId, kind, inStock));
  if (categoryIds && categoryIds.length <= MAX_KEYS) {
    conditions.push(anyOf(categoryIds.map((id) => categoryKey(id, kind, inStock))));
  }
  const hasPart = kind !== undefined || inStock !== undefined;
  if (hasPart && conditions.length === 0) conditions.push(allKey(kind, inStock));
  const hasRange = !byPrice && (minPrice !== undefined || maxPrice !== undefined);
  if (hasRange) conditions.push({ $in: bandKeysFor(selection) });
  return conditions;
}

function anyOf(keys: string[]): Keys {
  const [only, ...others] = keys;
  return only !== undefined && others.length === 0 ? only : { $in: keys };
}

/** The longest word first: it is likely to be the rarest, where nothing better is known. */
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
