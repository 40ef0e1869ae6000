/**
 * The keys that a product is listed by: texts in one array of its document. Each index of a list starts with
 * a key and a status and continues with the list's order, so a page is read in its order whatever the filter.
 */

import { wordsOf } from '../../domain/fold.ts';
import type { Product, ProductKind } from '../../domain/product.ts';
import { priceKeyOf } from './amount.ts';
import { bandKeysOf } from './priceBands.ts';

/** The places of a word, the best first: the name, the SKU, the description. */
export const PLACES = ['n', 's', 'd'] as const;

export type Place = (typeof PLACES)[number];

/** The number of letters of a word that count. Words that share them are equal. */
const WORD_LENGTH = 10;
/** The fewest letters that find a word by its beginning. A description has many words, so it takes more. */
const SHORTEST: Readonly<Record<Place, number>> = { n: 1, s: 1, d: 3 };
/** The number of words of a description that can be found. */
const DESCRIPTION_WORDS = 100;

/** Narrows a key to a kind and to products that are, or are not, in stock. */
function only(key: string, kind: ProductKind | undefined, inStock: boolean | undefined): string {
  const ofKind = kind ? `${key}/${kind}` : key;
  return inStock === undefined ? ofKind : `${ofKind}${inStock ? '+' : '-'}`;
}

export const allKey = (kind?: ProductKind, inStock?: boolean) => only('all', kind, inStock);
export const categoryKey = (id: string, kind?: ProductKind, inStock?: boolean) =>
  only(`in:${id}`, kind, inStock);
export const sellerKey = (id: string, kind?: ProductKind, inStock?: boolean) =>
  only(`by:${id}`, kind, inStock);

/** The key of products that have a word with this beginning in this place and in no better one. */
export const wordKey = (word: string, place: Place) => `${place}:${cut(word)}`;

/** Returns the distinct words of a search text, in the form that `wordKey` takes. */
export const searchedWords = (text: string): string[] => [...new Set(wordsOf(text).map(cut))];

/** Returns every key of a product. */
export function listKeysOf(
  product: Pick<
    Product,
    'name' | 'sku' | 'description' | 'kind' | 'categoryId' | 'sellerId' | 'price' | 'inStock'
  >,
): string[] {
  const { kind, categoryId, sellerId, inStock } = product;
  const keys = [undefined, inStock].flatMap((stocked) =>
    [undefined, kind].flatMap((ofKind) => [
      allKey(ofKind, stocked),
      ...(categoryId === null ? [] : [categoryKey(categoryId, ofKind, stocked)]),
      ...(sellerId === null ? [] : [sellerKey(sellerId, ofKind, stocked)]),
    ]),
  );
  return [...keys, ...bandKeysOf(priceKeyOf(product.price)), ...wordKeysOf(product)];
}

function wordKeysOf({ name, sku, description }: Pick<Product, 'name' | 'sku' | 'description'>): string[] {
  const words: Readonly<Record<Place, string[]>> = {
    n: wordsOf(name),
    s: wordsOf(sku),
    d: wordsOf(description ?? '').slice(0, DESCRIPTION_WORDS),
  };
  const best = new Map<string, Place>();
  for (const place of PLACES) {
    for (const beginning of words[place].flatMap((word) => beginningsOf(word, SHORTEST[place]))) {
      if (!best.has(beginning)) best.set(beginning, place);
    }
  }
  return Array.from(best, ([beginning, place]) => wordKey(beginning, place));
}

/** Returns the beginnings of a word of at least `shortest` letters. A shorter word is its only beginning. */
function beginningsOf(word: string, shortest: number): string[] {
  const letters = Array.from(word).slice(0, WORD_LENGTH);
  const from = Math.min(shortest, letters.length);
  return Array.from({ length: letters.length - from + 1 }, (_, n) => letters.slice(0, from + n).join(''));
}

function cut(word: string): string {
  return Array.from(word).slice(0, WORD_LENGTH).join('');
}
