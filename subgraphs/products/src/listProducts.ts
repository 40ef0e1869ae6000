import { isId } from '@holdfast/kit-base/ids';
import {
  type CountedConnection,
  isTime,
  type KeyCheck,
  type PageRequest,
  pageRequest,
  toConnection,
} from '@holdfast/kit-values/page';
import type { Dependencies } from './dependencies.ts';
import { PLACES } from './domain/listKeys.ts';
import type { Product } from './domain/product.ts';
import { type ProductOrder, SORTINGS, type Sorting } from './domain/productOrder.ts';
import type { ProductSelection } from './domain/productSelection.ts';
import { sortValueOf } from './domain/sortValueOf.ts';
import { countProducts } from './store/countProducts.ts';
import { findPage, type Position } from './store/findPage.ts';

export type ProductPage = CountedConnection<Product>;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** What the cursors begin with, so that one of another list is told apart. */
const CURSOR = 'products';

const isOneOf =
  (values: readonly string[]): KeyCheck =>
  (part) =>
    values.includes(part);

/** Whether a part of a cursor can be a value of the field that a list is sorted by. */
const VALUE_CHECKS: Readonly<Record<Sorting['field'], KeyCheck>> = {
  createdAt: isTime,
  nameKey: (part) => part.length > 0 && part.isWellFormed() && !part.includes('\0'),
  priceKey: (part) => /^\d{1,14}$/.test(part),
};

/**
 * The products of a selection, in an order; of a search, by rank first: what has all words in the best place, and so on.
 * @throws BAD_USER_INPUT for a page that cannot be.
 */
export async function listProducts(
  { products }: Pick<Dependencies, 'products'>,
  selection: ProductSelection,
  page: PageArguments,
  order: ProductOrder = 'NEWEST',
): Promise<ProductPage> {
  const sorting = SORTINGS[order];
  const ranks = selection.words ? PLACES.map((_, rank) => rank) : [0];
  const request = pageRequest(page, [
    isOneOf([CURSOR]),
    isOneOf([order]),
    isOneOf(ranks.map(String)),
    VALUE_CHECKS[sorting.field],
    isId,
  ]);
  const start = startOf(request, sorting.field);
  const rows: { product: Product; rank: number }[] = [];
  for (const rank of ranks.slice(start.rank)) {
    const after = rank === start.rank ? start.after : null;
    const query = { selection, sorting, after, ...(selection.words && { rank }) };
    const found = await findPage(products, query, request.limit + 1 - rows.length);
    rows.push(...found.map((product) => ({ product, rank })));
    if (rows.length > request.limit) break;
  }
  const { edges, nodes, pageInfo } = toConnection(rows, request, ({ product, rank }) => [
    CURSOR,
    order,
    String(rank),
    textOf(sortValueOf(product, sorting.field)),
    product.id,
  ]);
  return {
    edges: edges.map(({ cursor, node }) => ({ cursor, node: node.product })),
    nodes: nodes.map(({ product }) => product),
    pageInfo,
    totalCount: () => countProducts(products, selection),
  };
}

/** Where a page begins, as its cursor says. */
function startOf({ after }: PageRequest, field: Sorting['field']): { rank: number; after: Position | null } {
  if (!after) return { rank: 0, after: null };
  const [, , rank = '0', text = '', id = ''] = after;
  return { rank: Number(rank), after: { value: parseValue(text, field), id } };
}

function textOf(value: Position['value']): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

function parseValue(text: string, field: Sorting['field']): Position['value'] {
  if (field === 'createdAt') return new Date(text);
  return field === 'priceKey' ? BigInt(text) : text;
}
