import { forbidden, unauthenticated } from '@holdfast/kit/errors';
import type { User } from './user.ts';

/** Who asks. */
export interface Viewer {
  readonly user: { readonly id: string } | null;
  readonly scopes: ReadonlySet<string>;
}

/** An account as somebody sees it: its name is public, the rest of it may be hidden. */
export interface UserView {
  readonly user: User;
  readonly account: 'visible' | 'hidden';
}

/** Whether the viewer may see what only the user and STAFF see. */
export function maySeeAccount(viewer: Viewer, userId: string): boolean {
  return viewer.user?.id === userId || viewer.scopes.has('users:read');
}

export function viewOf(viewer: Viewer, user: User): UserView {
  return { user, account: maySeeAccount(viewer, user.id) ? 'visible' : 'hidden' };
}

/** For who has just proved to be this user. */
export function ownView(user: User): UserView {
  return { user, account: 'visible' };
}

/** The id of who is signed in. @throws UNAUTHENTICATED for a service that acts for nobody: it has no account. */
export function callerId({ user }: Pick<Viewer, 'user'>): string {
  if (!user) throw unauthenticated();
  return user.id;
}

/** @throws FORBIDDEN when the account is hidden from the caller. */
export function visibleAccount(view: UserView): User {
  if (view.account === 'hidden') throw forbidden('Only the user and the staff see this.');
  return view.user;
}
