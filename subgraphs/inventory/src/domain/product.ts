/** A product as the gateway hands it over: the products subgraph says its kind, or orders does. */
export interface ProductReference {
  readonly __typename?: 'Product';
  readonly id: string;
  readonly kind?: 'PHYSICAL' | 'SEAT' | 'DIGITAL';
}

/** A line of an order or a quote as the gateway hands it over: orders says its product's kind. */
export interface LineReference {
  readonly productId: string;
  readonly productKind: 'PHYSICAL' | 'SEAT' | 'DIGITAL';
}
