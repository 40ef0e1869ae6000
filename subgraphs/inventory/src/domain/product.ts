/** A product as the gateway hands it over: the products subgraph says its kind. */
export interface ProductReference {
  readonly __typename?: 'Product';
  readonly id: string;
  readonly kind?: 'PHYSICAL' | 'SEAT' | 'DIGITAL';
}
