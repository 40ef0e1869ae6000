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
  /** Whether one unit can be bought, as the catalogue heard last. It changes without the version. */
  readonly inStock: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Whether one unit of this many can be bought. */
export function isInStock(kind: ProductKind, available: number): boolean {
  return kind === 'DIGITAL' || available > 0;
}

/** The user who sells, as far as the catalogue knows them. */
export interface Seller {
  readonly id: string;
}
