/** The list queries of an anonymous client, by their names in the table. */

const PAGES = [1, 10, 100];
const CARD = 'id slug name price { amount currency }';

/** The cheapest possible query. */
export const CHEAPEST = '`{ __typename }`';

export interface Question {
  readonly name: string;
  readonly query: string;
}

export function questions(sku: string, productIds: readonly string[]): Question[] {
  const lines = (length: number) =>
    productIds.slice(0, length).map((id) => `{ productId: "${id}", quantity: 1 }`);
  const pages = (what: string, query: (first: number) => string): Question[] =>
    PAGES.map((first) => ({ name: `${what}: ${first}`, query: query(first) }));
  return [
    { name: CHEAPEST, query: '{ __typename }' },
    { name: 'one product', query: `{ product(sku: "${sku}") { ${CARD} } }` },
    ...pages('products, ids', (first) => `{ products(first: ${first}) { nodes { id } } }`),
    ...pages('products, cards', (first) => `{ products(first: ${first}) { nodes { ${CARD} } } }`),
    ...pages(
      'cards and their stock',
      (first) => `{ products(first: ${first}) { nodes { ${CARD} available } } }`,
    ),
    ...pages(
      'cards, category, seller',
      (first) =>
        `{ products(first: ${first}) { nodes { ${CARD} category { name parent { name } } seller { name } } } }`,
    ),
    ...pages(
      'a search, counted',
      (first) =>
        `{ products(first: ${first}, filter: { search: "bench" }, orderBy: NAME) { totalCount nodes { ${CARD} } } }`,
    ),
    { name: 'categories', query: '{ categories { id name } }' },
    { name: 'categories, two levels', query: '{ categories { id name children { id name } } }' },
    ...pages(
      'products of each category',
      (first) => `{ categories { name products(first: ${first}) { nodes { ${CARD} } } } }`,
    ),
    ...pages(
      'products of 10 sellers',
      (first) =>
        `{ products(first: 10) { nodes { seller { products(first: ${first}) { nodes { ${CARD} } } } } } }`,
    ),
    ...pages(
      'a quote of lines',
      (first) =>
        `{ quote(lines: [${lines(first)}]) { total { amount } lines { available product { name } } } }`,
    ),
    ...pages('thirty aliases', (first) => {
      const page = `products(first: ${first}) { nodes { ${CARD} } }`;
      return `{ ${Array.from({ length: 30 }, (_, nth) => `a${nth}: ${page}`).join(' ')} }`;
    }),
  ];
}
