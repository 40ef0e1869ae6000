import type { Product } from './product.ts';
import { mayEdit, type Viewer } from './visibility.ts';

/** Who changes the catalogue. */
export interface Editor extends Viewer {
  readonly user: { readonly id: string; readonly roles: readonly string[] } | null;
}

/** Who sells what this editor adds: a vendor does; what STAFF add is the shop's own. */
export function sellerOfNew({ user }: Editor): string | null {
  return user?.roles.includes('VENDOR') ? user.id : null;
}

/** What can be wrong with a change that was decided on by looking at one version of a product. */
export type EditRefusal = { kind: 'unknown' } | { kind: 'stale'; currentVersion: number };

/** Whether an editor may change the version that was seen: another's product does not exist. */
export function refuseEdit(
  editor: Editor,
  product: Pick<Product, 'sellerId' | 'version'> | undefined,
  expectedVersion: number,
): EditRefusal | undefined {
  if (!product || !mayEdit(editor, product)) return { kind: 'unknown' };
  if (product.version !== expectedVersion) return { kind: 'stale', currentVersion: product.version };
  return undefined;
}
