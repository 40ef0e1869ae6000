/** The recovery loop, on the real clock. */
import { subgraphTimeout } from '@holdfast/kit-base/errors';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { expect, test, vi } from 'vitest';
import { placeOrder } from '../../src/checkout/placeOrder.ts';
import type { Dependencies } from '../../src/context.ts';
import { findOrders } from '../../src/orders/queries.ts';
import { startRecovery } from '../../src/saga/recovery.ts';
import { buildPlaceOrder } from '../builders.ts';
import { testWorld } from '../support/world.ts';

/** More orders than the loop works on at once. Each takes all the time that it is given. */
const POISONED = 60;
/** Milliseconds within which an order must be taken over. */
const TAKEN_OVER = 15_000;

test('an order is taken over within 15 seconds, although many others cannot continue', async () => {
  await using world = await testWorld({ stock: 1_000, wallet: 100_000 });
  const fixed = new Set<string>();
  const { payments } = world.deps.services;
  const broken: ServiceClient = {
    ...payments,
    async call(document, variables, options) {
      if (!fixed.has((variables as { orderId: string }).orderId)) {
        await deps.sleep(options.timeout);
        throw subgraphTimeout('payments');
      }
      return payments.call(document, variables, options);
    },
  };
  const deps: Dependencies = {
    ...world.deps,
    services: { ...world.deps.services, payments: broken },
    clock: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    requestTimeout: 300,
  };
  const place = async () => (await placeOrder(deps, buildPlaceOrder())).order;
  await Promise.all(Array.from({ length: POISONED }, place));
  const { id } = await place();
  fixed.add(id);
  const recovery = startRecovery(deps);
  try {
    const ended = async () =>
      expect(await findOrders(deps.orders, [id])).toMatchObject([{ status: 'CONFIRMED' }]);
    await vi.waitFor(ended, { timeout: TAKEN_OVER, interval: 100 });
  } finally {
    await recovery.stop();
  }
});
