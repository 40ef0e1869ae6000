import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface ProductVersion {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly version: number;
}

/** Keeps what a product is called, unless something newer is known of it. */
export async function saveProduct(database: Queryable, product: ProductVersion): Promise<void> {
  const { productId, sku, name, version } = product;
  await database.query(
    `insert into products (product_id, sku, name, version) values ($1, $2, $3, $4)
     on conflict (product_id) do update set sku = $2, name = $3, version = $4
       where products.version < $4`,
    [productId, sku, name, version],
  );
}
