import { isId } from '@holdfast/kit-base/ids';
import {
  type CountedPage,
  isTime,
  type KeyCheck,
  type PageRequest,
  pageRequest,
  toPage,
} from '@holdfast/kit-values/page';
import type { Collections } from '../database/collections.ts';
import type { Product } from '../domain/product.ts';
import { sortValueOf } from './domain/listFields.ts';
import { PLACES } from './domain/listKeys.ts';
import { type ProductOrder, SORTINGS, type Sorting } from './domain/productOrder.ts';
import type { ProductSelection } from './domain/productSelection.ts';
import { countProducts, findPage, type Position } from './queries/findPage.ts';

export type ProductPage = CountedPage<Product>;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The first part of every cursor, so that the cursor of another list is recognised. */
const CURSOR = 'products';

const isOneOf =
  (values: readonly string[]): KeyCheck =>
  (part) =>
    values.includes(part);

/** Checks that a part of a cursor can be a value of the list's sort field. */
const VALUE_CHECKS: Readonly<Record<Sorting['field'], KeyCheck>> = {
  createdAt: isTime,
  nameKey: (part) => part.length > 0 && part.isWellFormed() && !part.includes('\0'),
  priceKey: (part) => /^\d{1,14}$/.test(part),
};

/**
 * Returns a page of the selected products, in order. A search is ranked first: products that have all words
 * in the best place, then in the two best, and so on.
 * @throws BAD_USER_INPUT for an impossible page.
 */
export async function listProducts(
  { products }: Pick<Collections, 'products'>,
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
  const { edges, nodes, pageInfo } = toPage(rows, request, ({ product, rank }) => [
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

/** Returns the rank and position at which a page starts, from its cursor. */
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
