/** A small data set: the big query's answer contains each object many times and has about 88 KB. */
export interface User {
  readonly __typename: 'User';
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

export interface Product {
  readonly __typename: 'Product';
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

export interface Review {
  readonly __typename: 'Review';
  readonly id: string;
  readonly body: string;
  /** The author's id. */
  readonly author: string;
  /** The product's upc. */
  readonly product: string;
}

const NAMES = [
  'Uri Goldshtein',
  'Ada Lovelace',
  'Grace Hopper',
  'Alan Turing',
  'Mary Somerville',
  'Emmy Noether',
];

const FURNITURE = [
  ['Table', 899, 100],
  ['Couch', 1_299, 1_000],
  ['Glass', 15, 20],
  ['Chair', 499, 100],
  ['TV', 1_299, 1_000],
  ['Lamp', 6_999, 300],
  ['Grill', 3_999, 2_000],
  ['Fridge', 100_000, 6_000],
  ['Sofa', 9_999, 800],
] as const;

const BODIES = [
  'Love it! I would buy it again at any time, and so would all of my neighbours.',
  'Far too expensive for what it is, but it does all that it says.',
  'It could be better: one leg is shorter than its three others.',
  'I prefer something else, though the children are all very fond of it.',
  'It arrived on time, in one piece, and looks just as it does on the picture.',
  'The colour is not that of the picture at all; the size is that of the description.',
];

const REVIEWS = 21;

export const USERS: readonly User[] = NAMES.map((name, n) => ({
  __typename: 'User',
  id: String(n + 1),
  name,
  username: name.toLowerCase().replace(' ', '.'),
}));

export const PRODUCTS: readonly Product[] = FURNITURE.map(([name, price, weight], n) => ({
  __typename: 'Product',
  upc: String(n + 1),
  name,
  price,
  weight,
  inStock: n % 4 !== 3,
}));

/** Reviews are spread unevenly and without a pattern over users and products. */
export const REVIEWS_WRITTEN: readonly Review[] = Array.from({ length: REVIEWS }, (_, n) => ({
  __typename: 'Review',
  id: String(n + 1),
  body: BODIES[n % BODIES.length] ?? '',
  author: String(((n * 5 + Math.floor(n / 3)) % NAMES.length) + 1),
  product: String(((n * 7 + Math.floor(n / 2)) % FURNITURE.length) + 1),
}));
