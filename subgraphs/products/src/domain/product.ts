import type { Money } from '@holdfast/kit-values/money';

export const PRODUCT_KINDS = ['PHYSICAL', 'SEAT', 'DIGITAL'] as const;
export const PRODUCT_STATUSES = ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const;

export type ProductKind = (typeof PRODUCT_KINDS)[number];
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export interface Product {
  readonly id: string;
  readonly sku: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: ProductKind;
  readonly status: ProductStatus;
  readonly price: Money;
  readonly categoryId: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly imageUrl: string | null;
  readonly sellerId: string | null;
  /** True when one unit can be bought, according to the latest event. It changes without a new version. */
  readonly inStock: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The part of a product that its creator decides. */
export type ProductContent = Omit<Product, 'id' | 'slug' | 'inStock' | 'version' | 'createdAt' | 'updatedAt'>;

/** Returns the first version of a product, whose stock is unknown. */
export function newProduct(
  content: ProductContent,
  { id, slug, createdAt }: Pick<Product, 'id' | 'slug' | 'createdAt'>,
): Product {
  const inStock = isInStock(content.kind, 0);
  return { id, slug, ...content, inStock, version: 1, createdAt, updatedAt: createdAt };
}

/** Returns true when one unit can be bought while this many are available. */
export function isInStock(kind: ProductKind, available: number): boolean {
  return kind === 'DIGITAL' || available > 0;
}

/** The user who sells a product. The catalogue knows only the id. */
export interface Seller {
  readonly id: string;
}
