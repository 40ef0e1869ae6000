import type { Catalogue } from './catalogue.ts';

/**
 * Returns the measured filters: each one of the contract, narrow and wide, and combinations that are hard
 * together.
 */
export function filtersOf({ topId, categoryIds, sellerIds }: Catalogue): Readonly<Record<string, object>> {
  const [sellerId] = sellerIds;
  const leaf = categoryIds.at(-1);
  return {
    none: {},
    'category of 1/40': { categoryId: leaf },
    'category and below (5/40)': { categoryId: categoryIds[0] },
    'category and below (all)': { categoryId: topId },
    'kind SEAT': { kind: 'SEAT' },
    'seller of 1/50': { sellerId },
    'price 10 to 50': { minPrice: '10', maxPrice: '50' },
    'price 900 and more': { minPrice: '900' },
    'price 20.00 to 20.10': { minPrice: '20.00', maxPrice: '20.10' },
    'price that nothing has': { minPrice: '5000' },
    'status DRAFT': { status: 'DRAFT' },
    'in stock': { inStock: true },
    'out of stock, category 1/40': { inStock: false, categoryId: leaf },
    'search oak': { search: 'oak' },
    'search c': { search: 'c' },
    'search oak chair': { search: 'oak chair' },
    'search oak steel (two materials)': { search: 'oak steel' },
    'search ben-000042': { search: 'BEN-000042' },
    'search oak 42': { search: 'oak 42' },
    'search nothing': { search: 'zeppelin' },
    'search oak zeppelin': { search: 'oak zeppelin' },
    'search lamp, category 1/40': { search: 'lamp', categoryId: leaf },
    'search lamp, price 20.00 to 20.10': { search: 'lamp', minPrice: '20.00', maxPrice: '20.10' },
    'search lamp, seller 1/50, SEAT': { search: 'lamp', sellerId, kind: 'SEAT' },
    'category 1/40, SEAT, price 10 to 50': { categoryId: leaf, kind: 'SEAT', minPrice: '10', maxPrice: '50' },
    'seller 1/50, category 1/40': { sellerId, categoryId: leaf },
    'seller 1/50, price 10 to 10.10': { sellerId, minPrice: '10', maxPrice: '10.10' },
  };
}
