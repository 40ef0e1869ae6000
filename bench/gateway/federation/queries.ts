/** The queries of clients: a big nested one, one that a single subgraph answers, and one with two hops. */
export const QUERIES = {
  big: `fragment U on User { id username name }
fragment R on Review { id body }
fragment P on Product { inStock name price shippingEstimate upc weight }
query Big {
  users { ...U reviews { ...R product { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } } } }
  topProducts { ...P reviews { ...R author { ...U reviews { ...R product { ...P } } } } }
}`,
  one: 'query One { topProducts { upc name price } }',
  two: 'query Two { me { id name reviews { id body product { upc name } } } }',
} as const;

export type QueryName = keyof typeof QUERIES;
