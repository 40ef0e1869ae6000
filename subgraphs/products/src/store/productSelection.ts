import type { ProductStatus } from '../domain/product.ts';

/** Which products a list has: equalities, as the `newest…` indexes begin with. */
export interface ProductSelection {
  readonly status: ProductStatus;
  readonly categoryId?: string;
  readonly sellerId?: string;
}
