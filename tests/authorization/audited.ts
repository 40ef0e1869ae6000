/** What each mutation leaves in the audit trail. Generated from the schema: `matrix.test.ts` runs every one of them. */
import type { Caller } from './caller.ts';
import type { CallerName, World } from './world.ts';

/**
 * The action by field of Mutation; null for what changes nothing that could be told. Whatever needs somebody who is signed in has
 * an action: the test refuses null for it.
 */
export const AUDIT_ACTIONS: Readonly<Record<string, string | null>> = {
  register: 'ACCOUNT_REGISTERED',
  login: null,
  refreshSession: null,
  logout: null,
  updateProfile: 'PROFILE_CHANGED',
  changePassword: 'PASSWORD_CHANGED',
  // Told only where there is an account, which a client cannot know: users' own tests have it.
  requestPasswordReset: null,
  resetPassword: 'PASSWORD_CHANGED',
  verifyEmail: 'EMAIL_VERIFIED',
  addAddress: 'ADDRESS_ADDED',
  updateAddress: 'ADDRESS_CHANGED',
  removeAddress: 'ADDRESS_REMOVED',
  setUserRoles: 'ROLES_CHANGED',
  createProduct: 'PRODUCT_CREATED',
  updateProduct: 'PRODUCT_UPDATED',
  changePrice: 'PRICE_CHANGED',
  archiveProduct: 'PRODUCT_ARCHIVED',
  createCategory: 'CATEGORY_CREATED',
  updateCategory: 'CATEGORY_UPDATED',
  deleteCategory: 'CATEGORY_DELETED',
  createWarehouse: 'WAREHOUSE_CREATED',
  receiveStock: 'STOCK_CHANGED',
  adjustStock: 'STOCK_CHANGED',
  transferStock: 'STOCK_CHANGED',
  setReorderThreshold: 'REORDER_THRESHOLD_CHANGED',
  reserveStock: 'STOCK_CHANGED',
  confirmReservation: 'STOCK_CHANGED',
  releaseReservation: 'RESERVATION_RELEASED',
  topUpWallet: 'WALLET_TOPPED_UP',
  placeOrder: 'ORDER_PLACED',
  cancelOrder: 'ORDER_CANCELLED',
  updateOrderStatus: 'ORDER_SHIPPED',
};

/** Who may do most is asked first: it is their doings that nothing else would tell of. */
const ASKED: readonly CallerName[] = ['admin', 'staff', 'vendor', 'customer'];

/** Somebody who may call it. */
export function audibleCaller(decision: Readonly<Record<CallerName, string>>): CallerName {
  const found = ASKED.find((name) => decision[name] === 'ALLOWED');
  if (!found) throw new Error('Nobody may call it.');
  return found;
}

export interface AuditLine {
  readonly actor: string;
  readonly subjectId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** The lines of an action since then. @param by only theirs, when given. */
export async function auditLines(
  { callers }: World,
  { action, since, by }: { action: string; since: Date; by: Caller | null },
): Promise<AuditLine[]> {
  const filter = { action: [action], from: since.toISOString(), ...(by && { actor: by.userId }) };
  const { data, errors } = await callers.staff.query(
    'query ($filter: AuditFilter) { auditTrail(filter: $filter) { nodes { actor subjectId before after } } }',
    { filter },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.auditTrail.nodes;
}
