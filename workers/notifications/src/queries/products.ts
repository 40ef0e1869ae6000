import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface ProductVersion {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly version: number;
}

/** Saves a product's SKU and name, unless a newer version is known. */
export async function saveProduct(database: Queryable, product: ProductVersion): Promise<void> {
  const { productId, sku, name, version } = product;
  await database.query(
    `insert into products (product_id, sku, name, version) values ($1, $2, $3, $4)
     on conflict (product_id) do update set sku = $2, name = $3, version = $4
       where products.version < $4`,
    [productId, sku, name, version],
  );
}

/** Returns a product's SKU and name; null when this worker has received no event that names it. */
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
