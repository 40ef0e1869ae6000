import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { ProductFact } from '../domain.ts';

/** Saves products, unless a newer version is known. Locks them in the order of their ids. */
export async function saveProducts(tx: Queryable, products: readonly ProductFact[]): Promise<void> {
  if (products.length === 0) return;
  const rows = products.map(({ categoryId, ...rest }) => ({ ...rest, category_id: categoryId }));
  await tx.query(
    `insert into products (id, sku, name, category_id, version)
     select distinct on (id) id, sku, name, category_id, version
     from jsonb_to_recordset($1::jsonb) as said (id uuid, sku text, name text, category_id uuid, version int)
     order by id, version desc
     on conflict (id) do update set sku = excluded.sku, name = excluded.name, category_id = excluded.category_id,
       version = excluded.version
     where products.version < excluded.version`,
    [JSON.stringify(rows)],
  );
}
