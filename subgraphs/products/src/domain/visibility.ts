import type { Product, ProductStatus } from './product.ts';

/** The caller. */
export interface Viewer {
  readonly user: { readonly id: string } | null;
  readonly scopes: ReadonlySet<string>;
}

/** Returns true when the viewer may change the product: as its seller, or as STAFF. */
export function mayEdit(viewer: Viewer, { sellerId }: Pick<Product, 'sellerId'>): boolean {
  return (sellerId !== null && viewer.user?.id === sellerId) || viewer.scopes.has('catalogue:all');
}

/** Returns true when the product exists for a viewer who looks it up. */
export function mayLookUp(viewer: Viewer, product: Pick<Product, 'status' | 'sellerId'>): boolean {
  return product.status === 'ACTIVE' || mayEdit(viewer, product);
}

/** Returns true when the product exists for a viewer who meets it elsewhere, such as in an old order. */
export function mayMeet(viewer: Viewer, product: Pick<Product, 'status' | 'sellerId'>): boolean {
  return product.status !== 'DRAFT' || mayEdit(viewer, product);
}

/**
 * Returns true when the viewer may list the products of a status. Products that are not on sale are listed
 * for STAFF, for the reports, and for a seller who asks for their own.
 */
export function mayList(viewer: Viewer, status: ProductStatus, sellerId: string | null): boolean {
  return status === 'ACTIVE' || viewer.scopes.has('catalogue:read') || mayEdit(viewer, { sellerId });
}
