import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { type CountedPage, type PageRequest, toPage } from '@holdfast/kit-values/page';
import {
  countMovements,
  findMovements,
  type Movement,
  type MovementFilter,
} from './queries/findMovements.ts';

export type MovementPage = CountedPage<Movement>;

/** Returns a page of the ledger, newest first; `page.after` holds the row's id. */
export async function movementPage(
  { database }: { readonly database: Queryable },
  filter: MovementFilter,
  page: PageRequest,
): Promise<MovementPage> {
  const rows = await findMovements(database, filter, page);
  return {
    ...toPage(rows, page, ({ id }) => [String(id)]),
    totalCount: () => countMovements(database, filter),
  };
}
