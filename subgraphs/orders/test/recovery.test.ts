/** The recovery loop as it runs, by the real clock. */
import { subgraphTimeout } from '@holdfast/kit-base/errors';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { expect, test, vi } from 'vitest';
import type { Dependencies } from '../src/dependencies.ts';
import { placeOrder } from '../src/placeOrder.ts';
import { startRecovery } from '../src/saga/recovery.ts';
import { findOrders } from '../src/store/findOrders.ts';
import { testWorld } from './world.ts';

/** More than the loop carries on at once, each of which takes all the time that it is given. */
const POISONED = 60;
/** Milliseconds. */
const TAKEN_OVER = 15_000;

test('an order goes on within 15 seconds, behind many that cannot', async () => {
  await using world = await testWorld({ stock: 1_000, wallet: 100_000 });
  const cured = new Set<string>();
  const { payments } = world.deps.services;
  const ill: ServiceClient = {
    ...payments,
    async call(document, variables, options) {
      if (!cured.has((variables as { orderId: string }).orderId)) {
        await deps.sleep(options.timeout);
        throw subgraphTimeout('payments');
      }
      return payments.call(document, variables, options);
    },
  };
  const deps: Dependencies = {
    ...world.deps,
    services: { ...world.deps.services, payments: ill },
    clock: () => new Date(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    requestDeadline: 300,
  };
  const place = async () => (await placeOrder(deps, world.order())).order;
  await Promise.all(Array.from({ length: POISONED }, place));
  const { id } = await place();
  cured.add(id);
  const recovery = startRecovery(deps);
  try {
    const ended = async () =>
      expect(await findOrders(deps.orders, [id])).toMatchObject([{ status: 'CONFIRMED' }]);
    await vi.waitFor(ended, { timeout: TAKEN_OVER, interval: 100 });
  } finally {
    await recovery.stop();
  }
});
