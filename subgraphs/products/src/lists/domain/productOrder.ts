export const PRODUCT_ORDERS = ['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC'] as const;

export type ProductOrder = (typeof PRODUCT_ORDERS)[number];

/** The field that a list is sorted by; `_id`, in the same direction, breaks ties. */
export interface Sorting {
  readonly field: 'createdAt' | 'nameKey' | 'priceKey';
  readonly direction: 1 | -1;
}

export const SORTINGS: Readonly<Record<ProductOrder, Sorting>> = {
  NEWEST: { field: 'createdAt', direction: -1 },
  NAME: { field: 'nameKey', direction: 1 },
  PRICE_ASC: { field: 'priceKey', direction: 1 },
  PRICE_DESC: { field: 'priceKey', direction: -1 },
};
