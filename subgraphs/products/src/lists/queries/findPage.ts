import type { Filter } from 'mongodb';
import type { Collections, ProductDocument } from '../../database/collections.ts';
import { readProductDocument, VISIBLE } from '../../database/readDocuments.ts';
import type { Product } from '../../domain/product.ts';
import type { Sorting } from '../domain/productOrder.ts';
import type { ProductSelection } from '../domain/productSelection.ts';
import { listFilter } from './listFilter.ts';

/** A position in a list: the value of its sort field, and the id. */
export interface Position {
  readonly value: Date | string | bigint;
  readonly id: string;
}

export interface PageQuery {
  readonly selection: ProductSelection;
  /** In a search: see `listFilter`. */
  readonly rank?: number;
  readonly sorting: Sorting;
  readonly after: Position | null;
}

/** Returns the query of a page, which tests also have explained. */
export function pageQuery({ selection, rank, sorting, after }: PageQuery) {
  const { field, direction } = sorting;
  return {
    filter: {
      $and: [
        listFilter(selection, { rank, byPrice: field === 'priceKey' }),
        ...(after ? [beyond(sorting, after)] : []),
      ],
    },
    sort: { [field]: direction, _id: direction },
  };
}

/** Returns the products of a page, in order. */
export async function findPage(
  products: Pick<Collections['products'], 'find'>,
  query: PageQuery,
  limit: number,
): Promise<Product[]> {
  const { filter, sort } = pageQuery(query);
  const documents = await products.find(filter, { projection: VISIBLE }).sort(sort).limit(limit).toArray();
  return documents.map(readProductDocument);
}

/** The first condition is redundant, but it bounds the index scan, which an `$or` alone does not. */
function beyond({ field, direction }: Sorting, { value, id }: Position): Filter<ProductDocument> {
  const [past, from] = direction === 1 ? (['$gt', '$gte'] as const) : (['$lt', '$lte'] as const);
  return {
    [field]: { [from]: value },
    $or: [{ [field]: { [past]: value } }, { _id: { [past]: id } }],
  };
}

export function countProducts(
  products: Pick<Collections['products'], 'countDocuments'>,
  selection: ProductSelection,
): Promise<number> {
  return products.countDocuments(listFilter(selection, { byPrice: true }));
}
