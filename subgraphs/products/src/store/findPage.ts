import type { Filter } from 'mongodb';
import type { Product } from '../domain/product.ts';
import type { Sorting } from '../domain/productOrder.ts';
import type { ProductSelection } from '../domain/productSelection.ts';
import { type Collections, type ProductDocument, readProductDocument, VISIBLE } from './collections.ts';
import { listFilter } from './listFilter.ts';

/** A place in a list: the value of its sort field, and the id. */
export interface Position {
  readonly value: Date | string | bigint;
  readonly id: string;
}

export interface PageQuery {
  readonly selection: ProductSelection;
  /** Of a search: see `listFilter`. */
  readonly rank?: number;
  readonly sorting: Sorting;
  readonly after: Position | null;
}

/** The query of a page, as it is sent and as it is explained. */
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

/** The products of a page, in its order. */
export async function findPage(
  products: Pick<Collections['products'], 'find'>,
  query: PageQuery,
  limit: number,
): Promise<Product[]> {
  const { filter, sort } = pageQuery(query);
  const documents = await products.find(filter, { projection: VISIBLE }).sort(sort).limit(limit).toArray();
  return documents.map(readProductDocument);
}

/** The first condition says nothing new; it is the bound from which the index is read, which an `$or` alone does not give. */
function beyond({ field, direction }: Sorting, { value, id }: Position): Filter<ProductDocument> {
  const [past, from] = direction === 1 ? (['$gt', '$gte'] as const) : (['$lt', '$lte'] as const);
  return {
    [field]: { [from]: value },
    $or: [{ [field]: { [past]: value } }, { _id: { [past]: id } }],
  };
}
