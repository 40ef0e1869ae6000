import type { Collections } from './collections.ts';

/** Takes back a product that was just inserted, as long as nobody changed it. */
export async function deleteNewProduct(
  products: Pick<Collections['products'], 'deleteOne'>,
  id: string,
): Promise<void> {
  await products.deleteOne({ _id: id, version: 1 });
}
