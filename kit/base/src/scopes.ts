/** The roles of the contract. */
export const ROLES = ['CUSTOMER', 'VENDOR', 'STAFF', 'ADMIN'] as const;

export type Role = (typeof ROLES)[number];

/** What may be asked for with `@requiresScopes` in a subgraph's SDL. */
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

/** The one table of what a role may do. */
const SCOPES_OF_ROLE: Record<Role, readonly Scope[]> = {
  CUSTOMER: [],
  VENDOR: ['catalogue:own'],
  STAFF,
  ADMIN: [...STAFF, 'users:roles'],
};

/** What a service may do by itself, whoever it acts for. The gateway may nothing: it only passes callers on. */
const SCOPES_OF_SERVICE: Record<string, readonly Scope[]> = {
  orders: ['stock:reserve', 'payments:execute'],
  reports: ['orders:read', 'catalogue:read'],
};

/** Every scope of a caller: of the user's roles, and of the service that asks on the user's behalf. */
export function scopesOf(caller: { service: string; user: { roles: readonly Role[] } | null }): Set<Scope> {
  const ofRoles = caller.user?.roles.flatMap((role) => SCOPES_OF_ROLE[role]) ?? [];
  return new Set([...ofRoles, ...(SCOPES_OF_SERVICE[caller.service] ?? [])]);
}
