import { forbidden, unauthenticated } from '@holdfast/kit-base/errors';
import type { User } from './user.ts';

/** The caller, and what they may see. */
export interface Viewer {
  readonly user: { readonly id: string } | null;
  readonly scopes: ReadonlySet<string>;
}

/** An account as a viewer sees it: the name is public, the rest may be hidden. */
export interface UserView {
  readonly user: User;
  readonly account: 'visible' | 'hidden';
}

/** Returns true when the viewer may see the fields that are for the user and STAFF only. */
export function maySeeAccount(viewer: Viewer, userId: string): boolean {
  return viewer.user?.id === userId || viewer.scopes.has('users:read');
}

export function viewOf(viewer: Viewer, user: User): UserView {
  return { user, account: maySeeAccount(viewer, user.id) ? 'visible' : 'hidden' };
}

/** The view of a caller who has just proved to be this user. */
export function ownView(user: User): UserView {
  return { user, account: 'visible' };
}

/**
 * Returns the signed-in user's id.
 * @throws UNAUTHENTICATED when there is none, as for a service that acts on its own behalf.
 */
export function callerId({ user }: Pick<Viewer, 'user'>): string {
  if (!user) throw unauthenticated();
  return user.id;
}

/** Returns the whole account. @throws FORBIDDEN when it is hidden from the viewer. */
export function visibleAccount(view: UserView): User {
  if (view.account === 'hidden') throw forbidden('Only the user and staff can see this.');
  return view.user;
}
