import { ROLES, scopesOf } from '@holdfast/kit-base/scopes';
import type { User } from '../../operation/context.ts';

/** What a caller is allowed by who they are; the same object for callers who are allowed the same. */
export interface Grants {
  /** Two callers with one key are allowed the same. There are few keys: one a set of roles, at most. */
  readonly key: string;
  readonly authenticated: boolean;
  readonly scopes: ReadonlySet<string>;
}

const NOBODY: Grants = { key: '', authenticated: false, scopes: new Set() };
const known = new Map<string, Grants>();

/** @param user null for nobody who signed in. */
export function grantsOf(user: User | null): Grants {
  if (!user) return NOBODY;
  const roles = ROLES.filter((role) => user.roles.includes(role));
  const name = roles.join(' ');
  const remembered = known.get(name);
  if (remembered) return remembered;
  const scopes = scopesOf({ service: 'gateway', user: { roles } });
  const grants = { key: ['signed in', ...[...scopes].sort()].join(' '), authenticated: true, scopes };
  known.set(name, grants);
  return grants;
}
