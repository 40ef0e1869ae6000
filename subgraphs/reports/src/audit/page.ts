import { isId } from '@holdfast/kit-base/ids';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { type CountedPage, isTime, pageRequest, toPage } from '@holdfast/kit-values/page';
import type { AuditEntry } from './domain.ts';
import { type AuditFilter, countEntries, findEntries } from './queries.ts';

export type AuditPage = CountedPage<AuditEntry>;

/**
 * Returns a page of the audit trail, newest entries first.
 * @throws BAD_USER_INPUT for a wrong `first` or `after`.
 */
export async function auditPage(
  { database }: { readonly database: Queryable },
  filter: AuditFilter,
  args: Parameters<typeof pageRequest>[0],
): Promise<AuditPage> {
  const page = pageRequest(args, [isTime, isId]);
  const rows = await findEntries(database, filter, page);
  return {
    ...toPage(rows, page, ({ at, id }) => [at.toISOString(), id]),
    totalCount: () => countEntries(database, filter),
  };
}
