import { createClient } from './client.ts';
import { createInspectionStore } from './inspection.ts';
import type { ExampleContext } from './operations.ts';
import { createSessionStore } from './session.ts';

const LAST_ORDER = 'holdfast.lastOrderId';

export const session = createSessionStore(sessionStorage);

export const inspection = createInspectionStore(sessionStorage);

export const client = createClient({
  endpoint: location.pathname,
  session,
  inspection,
  onOrderPlaced: (id) => sessionStorage.setItem(LAST_ORDER, id),
  now: Date.now,
  fetch: (url, init) => fetch(url, init),
});

export function exampleContext(): ExampleContext {
  return { newIdempotencyKey, lastOrderId: sessionStorage.getItem(LAST_ORDER) ?? undefined };
}

/**
 * Does not use crypto.randomUUID: browsers have that only on https and localhost, and the gateway may be at
 * http://10.0.0.5.
 */
function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `ide-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
