/**
 * The entry that each mutation leaves in the audit trail. `matrix.test.ts` runs every mutation of the schema.
 */
import type { Caller } from './caller.ts';
import type { CallerName, World } from './world.ts';

/**
 * The audited action by field of Mutation; null for a mutation that changes nothing worth an entry. Every
 * mutation that requires authentication has an action: the test rejects null for it.
 */
export const AUDIT_ACTIONS: Readonly<Record<string, string | null>> = {
  register: 'ACCOUNT_REGISTERED',
  login: null,
  refreshSession: null,
  logout: null,
  updateProfile: 'PROFILE_CHANGED',
  changePassword: 'PASSWORD_CHANGED',
  // Audited only when the account exists, which a client cannot know. The users service tests it.
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

/** The most privileged callers come first: nothing but the audit trail records what they do. */
const BY_PRIVILEGE: readonly CallerName[] = ['admin', 'staff', 'vendor', 'customer'];

/** Returns the most privileged caller that may call the operation. */
export function privilegedCaller(decision: Readonly<Record<CallerName, string>>): CallerName {
  const found = BY_PRIVILEGE.find((name) => decision[name] === 'ALLOWED');
  if (!found) throw new Error('No caller may call this operation.');
  return found;
}

export interface AuditLine {
  readonly actor: string;
  readonly subjectId: string;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** Returns the entries of an action since a time. @param by limits them to this actor, unless null. */
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
