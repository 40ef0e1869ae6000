import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** What a product is called; null when the catalogue said nothing of it since this worker listens. */
export async function readProduct(
  database: Queryable,
  productId: string,
): Promise<{ sku: string; name: string } | null> {
  const { rows } = await database.query<{ sku: string; name: string }>(
    'select sku, name from products where product_id = $1',
    [productId],
  );
  return rows[0] ?? null;
}
