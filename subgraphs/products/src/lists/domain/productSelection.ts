import type { ProductKind, ProductStatus } from '../../domain/product.ts';

/** Selects the products of a list. A product must meet every condition. */
export interface ProductSelection {
  readonly status: ProductStatus;
  readonly kind?: ProductKind;
  readonly inStock?: boolean;
  /** The product is directly in one of these categories. */
  readonly categoryIds?: readonly string[];
  readonly sellerId?: string;
  /** In thousandths, as `amountKeyOf` returns it; inclusive. */
  readonly minPrice?: bigint;
  readonly maxPrice?: bigint;
  /** Each is the beginning of a word of the product, as `searchedWords` returns it. Not empty. */
  readonly words?: readonly string[];
}
