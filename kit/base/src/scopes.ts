/** The user roles of the API. */
export const ROLES = ['CUSTOMER', 'VENDOR', 'STAFF', 'ADMIN'] as const;

export type Role = (typeof ROLES)[number];

/** The scopes that `@requiresScopes` can name in a subgraph's SDL. */
export type Scope =
  | 'users:read'
  | 'users:roles'
  | 'catalogue:own'
  | 'catalogue:all'
  | 'stock:read'
  | 'stock:write'
  | 'stock:reserve'
  | 'wallet:all'
  | 'payments:execute'
  | 'orders:all'
  | 'reports:read'
  | 'orders:read'
  | 'catalogue:read';

const STAFF: readonly Scope[] = [
  'users:read',
  'catalogue:own',
  'catalogue:all',
  'stock:read',
  'stock:write',
  'stock:reserve',
  'wallet:all',
  'orders:all',
  'reports:read',
];

/** The scopes of each role, granted nowhere else. */
const SCOPES_OF_ROLE: Record<Role, readonly Scope[]> = {
  CUSTOMER: [],
  VENDOR: ['catalogue:own'],
  STAFF,
  ADMIN: [...STAFF, 'users:roles'],
};

/** The scopes of each service, whichever user it acts for. The gateway has none: it only forwards callers. */
const SCOPES_OF_SERVICE: Record<string, readonly Scope[]> = {
  orders: ['stock:reserve', 'payments:execute'],
  reports: ['orders:read', 'catalogue:read'],
};

/**
 * Returns all scopes of a caller: those of the user's roles and those of the service that acts for the user.
 */
export function scopesOf(caller: { service: string; user: { roles: readonly Role[] } | null }): Set<Scope> {
  const ofRoles = caller.user?.roles.flatMap((role) => SCOPES_OF_ROLE[role]) ?? [];
  return new Set([...ofRoles, ...(SCOPES_OF_SERVICE[caller.service] ?? [])]);
}
