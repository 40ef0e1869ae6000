import { unauthenticated } from '@holdfast/kit-base/errors';
import type { Viewer } from './domain/visibility.ts';

/** The id of who is signed in. @throws UNAUTHENTICATED for a service that acts for nobody: it has no account. */
export function callerId({ user }: Pick<Viewer, 'user'>): string {
  if (!user) throw unauthenticated();
  return user.id;
}
