type ProductKind = 'PHYSICAL' | 'SEAT' | 'DIGITAL';

/** A product as the gateway passes it on; its kind comes from the products subgraph or from orders. */
export interface ProductReference {
  readonly __typename?: 'Product';
  readonly id: string;
  readonly kind?: ProductKind;
}

/** A line of an order or a quote as the gateway passes it on; orders sets its product's kind. */
export interface LineReference {
  readonly productId: string;
  readonly productKind: ProductKind;
}
