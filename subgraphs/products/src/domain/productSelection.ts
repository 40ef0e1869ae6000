import type { ProductKind, ProductStatus } from './product.ts';

/** Which products a list has: those that meet all of it. */
export interface ProductSelection {
  readonly status: ProductStatus;
  readonly kind?: ProductKind;
  readonly inStock?: boolean;
  /** In any of these themselves. */
  readonly categoryIds?: readonly string[];
  readonly sellerId?: string;
  /** In thousandths, as `amountKeyOf` gives it; inclusive. */
  readonly minPrice?: bigint;
  readonly maxPrice?: bigint;
  /** Each is the beginning of a word of the product; as `searchedWords` gives them. Not empty. */
  readonly words?: readonly string[];
}
