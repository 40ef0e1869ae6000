import type { Product } from './product.ts';

/** Who asks. */
export interface Viewer {
  readonly user: { readonly id: string } | null;
  readonly scopes: ReadonlySet<string>;
}

function mayEdit(viewer: Viewer, { sellerId }: Pick<Product, 'sellerId'>): boolean {
  return (sellerId !== null && viewer.user?.id === sellerId) || viewer.scopes.has('catalogue:all');
}

/** Whether the product exists for who looks it up. */
export function mayLookUp(viewer: Viewer, product: Pick<Product, 'status' | 'sellerId'>): boolean {
  return product.status === 'ACTIVE' || mayEdit(viewer, product);
}

/** Whether the product exists for who meets it elsewhere, such as in an old order. */
export function mayMeet(viewer: Viewer, product: Pick<Product, 'status' | 'sellerId'>): boolean {
  return product.status !== 'DRAFT' || mayEdit(viewer, product);
}
