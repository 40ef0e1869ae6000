import type { Product } from '../../domain/product.ts';
import { mayEdit, type Viewer } from '../../domain/visibility.ts';

/** A caller who changes the catalogue. */
export interface Editor extends Viewer {
  readonly user: { readonly id: string; readonly roles: readonly string[] } | null;
}

/** Returns the seller of a product that this editor adds: a vendor; null for STAFF, who sell for the shop. */
export function sellerOfNew({ user }: Editor): string | null {
  return user?.roles.includes('VENDOR') ? user.id : null;
}

/** The reason to refuse a change that was based on one version of a product. */
export type EditRefusal = { kind: 'unknown' } | { kind: 'stale'; currentVersion: number };

/**
 * Checks that an editor may change the version they saw. Another seller's product does not exist for them.
 */
export function refuseEdit(
  editor: Editor,
  product: Pick<Product, 'sellerId' | 'version'> | undefined,
  expectedVersion: number,
): EditRefusal | undefined {
  if (!product || !mayEdit(editor, product)) return { kind: 'unknown' };
  if (product.version !== expectedVersion) return { kind: 'stale', currentVersion: product.version };
  return undefined;
}
