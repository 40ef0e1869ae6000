import type { Product, ProductStatus } from './product.ts';

/** Who asks. */
export interface Viewer {
  readonly user: { readonly id: string } | null;
  readonly scopes: ReadonlySet<string>;
}

/** Whether the product is the viewer's to change: its seller's, and STAFF's. */
export function mayEdit(viewer: Viewer, { sellerId }: Pick<Product, 'sellerId'>): boolean {
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

/** Whether the products of a status may be listed: those that are not on sale by STAFF or the reports, or by a seller for
 * their own. */
export function mayList(viewer: Viewer, status: ProductStatus, sellerId: string | null): boolean {
  return status === 'ACTIVE' || viewer.scopes.has('catalogue:read') || mayEdit(viewer, { sellerId });
}
