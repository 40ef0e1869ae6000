import { ROLES, scopesOf } from '@holdfast/kit-base/scopes';
import type { User } from '../../operation/context.ts';

/** The permissions of a caller. Callers with the same permissions share one object. */
export interface Grants {
  /**
   * Callers with the same key have the same permissions. There are few keys: at most one for each set of
   * roles.
   */
  readonly key: string;
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
}

const ANONYMOUS: Grants = { key: '', authenticated: false, scopes: new Set() };
const known = new Map<string, Grants>();

/** @param user null for an anonymous caller. */
export function grantsOf(user: User | null): Grants {
  if (!user) return ANONYMOUS;
  const roles = ROLES.filter((role) => user.roles.includes(role));
  const name = roles.join(' ');
  const remembered = known.get(name);
  if (remembered) return remembered;
  const scopes = scopesOf({ service: 'gateway', user: { roles } });
  const grants = { key: ['signed in', ...[...scopes].sort()].join(' '), authenticated: true, scopes };
  known.set(name, grants);
  return grants;
}
