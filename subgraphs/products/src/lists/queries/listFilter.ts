import type { Filter } from 'mongodb';
import type { ProductDocument } from '../../database/collections.ts';
import { allKey, categoryKey, PLACES, type Place, sellerKey, wordKey } from '../domain/listKeys.ts';
import { bandKeysFor } from '../domain/priceBands.ts';
import type { ProductSelection } from '../domain/productSelection.ts';

/**
 * MongoDB merges at most this many sorted ranges. Beyond it, it sorts the results in memory
 * (`internalQueryMaxScansToExplode`).
 */
const MAX_KEYS = 200;

export interface Reading {
  /** In a search: selects products that have all words in the first `rank + 1` places and not all in fewer. */
  readonly rank?: number | undefined;
  /** True when the list is ordered by price, or not at all. */
  readonly byPrice: boolean;
}

/**
 * Returns a selection as a query that an index on `listKeys` answers in the list's order. Every condition
 * that has a key is a condition on `listKeys` and on no other field. So whichever has the fewest products can
 * lead, and the database finds it as it plans: MongoDB tries them, and the embedded database counts some
 * entries of each.
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

/** In another order, no index may be chosen for the range: `$nor` is always a test, never a bound. */
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

/** Returns all conditions but the words, each narrowed to the kind and the stock where possible. */
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

/** Puts the longest word first: it is likely the rarest, in the absence of better knowledge. */
function wordConditions(words: readonly string[], rank?: number): Filter<ProductDocument>[] {
  const places = PLACES.slice(0, (rank ?? PLACES.length) + 1);
  const last = places.at(-1);
  const byLength = words.toSorted((a, b) => b.length - a.length);
  const [first] = byLength;
  // A single word must be in the last place; otherwise the rank would be better.
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
