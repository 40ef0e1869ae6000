/**
 * What a product can be listed by, as texts in one array of its document. Each index of a list begins with a key and a
 * status, and goes on with the list's order; so whatever is filtered by, a page is read in its order.
 */
import { priceKeyOf } from './amount.ts';
import { wordsOf } from './fold.ts';
import { bandKeysOf } from './priceBands.ts';
import type { Product, ProductKind } from './product.ts';

/** Where a word was found, the best place first: in the name, the SKU, the description. */
export const PLACES = ['n', 's', 'd'] as const;

export type Place = (typeof PLACES)[number];

/** Letters of a word that count: words that begin with the same ones are the same. */
const WORD_LENGTH = 10;
/** Fewest letters by which the beginning of a word is found; in a description, which has many words. */
const SHORTEST: Readonly<Record<Place, number>> = { n: 1, s: 1, d: 3 };
/** Words of a description that can be found. */
const DESCRIPTION_WORDS = 100;

/** Products of all kinds, or of one kind only; whether in stock or not, or only those that are, or are not. */
function only(key: string, kind: ProductKind | undefined, inStock: boolean | undefined): string {
  const ofKind = kind ? `${key}/${kind}` : key;
  return inStock === undefined ? ofKind : `${ofKind}${inStock ? '+' : '-'}`;
}

export const allKey = (kind?: ProductKind, inStock?: boolean) => only('all', kind, inStock);
export const categoryKey = (id: string, kind?: ProductKind, inStock?: boolean) =>
  only(`in:${id}`, kind, inStock);
export const sellerKey = (id: string, kind?: ProductKind, inStock?: boolean) =>
  only(`by:${id}`, kind, inStock);

/** The key of products that have a word with this beginning, and have it there and in no better place. */
export const wordKey = (word: string, place: Place) => `${place}:${cut(word)}`;

/** Words as they are looked for, each once. */
export const searchedWords = (text: string): string[] => [...new Set(wordsOf(text).map(cut))];

/** Every key of a product. */
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

/** The beginnings of a word, of `shortest` letters and more; a shorter word is its own. */
function beginningsOf(word: string, shortest: number): string[] {
  const letters = Array.from(word).slice(0, WORD_LENGTH);
  const from = Math.min(shortest, letters.length);
  return Array.from({ length: letters.length - from + 1 }, (_, n) => letters.slice(0, from + n).join(''));
}

function cut(word: string): string {
  return Array.from(word).slice(0, WORD_LENGTH).join('');
}
