/** The points at which the orders process can be killed. This runs inside that process. */
import { appendFileSync, readFileSync } from 'node:fs';
import type { Order } from '../../../subgraphs/orders/src/domain/order.ts';
import type { Step } from '../../../subgraphs/orders/src/saga/steps/step.ts';
import { armedFile, readKey, type Seen, seenFile } from './folder.ts';
import { PREPARATIONS } from './preparations.ts';

export interface Points {
  /** Returns the step with points before and after its calls. */
  step(step: Step): Step;
  /** Performs a write of the order, with points before and after. */
  write<T>(name: string, order: Order, write: () => Promise<T>): Promise<T>;
  beginCancellation<T>(orderId: string, write: () => Promise<T>): Promise<T>;
}

/**
 * An order's key names the point at which the order is held. A held order never passes that point: the test
 * kills the process instead. So any number of orders can be held at their points at once.
 * @param folder holds the record of the points, and the list of the keys to hold.
 */
export function createPoints(folder: string): Points {
  const keys = new Map<string, string>();
  const counts = new Map<string, number>();
  const cancelling = new Set<string>();

  async function point(orderId: string, name: string): Promise<void> {
    const key = keys.get(orderId) ?? '';
    const aim = readKey(key);
    if (!aim || (aim.scenario === 'cancelled' && !cancelling.has(orderId))) return;
    const n = counts.get(key) ?? 0;
    counts.set(key, n + 1);
    const isHeld = aim.point === n && armed(folder).includes(key);
    const seen: Seen = { key, n, name, isHeld };
    appendFileSync(seenFile(folder), `${JSON.stringify(seen)}\n`);
    if (isHeld) await new Promise(() => {});
  }

  async function around<T>(orderId: string, name: string, work: () => Promise<T>): Promise<T> {
    await point(orderId, `before ${name}`);
    const result = await work();
    await point(orderId, `after ${name}`);
    return result;
  }

  return {
    step: (step) => ({
      ...step,
      // The preparation makes one more call.
      maxCalls: step.maxCalls + 1,
      async run(order, context) {
        const scenario = readKey(order.idempotencyKey)?.scenario;
        if (scenario) await PREPARATIONS.get(scenario)?.(step, order, context);
        return around(order.id, `run ${step.name}`, () => step.run(order, context));
      },
      compensate: (order, context) =>
        around(order.id, `undo ${step.name}`, () => step.compensate(order, context)),
    }),
    write(name, order, write) {
      keys.set(order.id, order.idempotencyKey);
      if (order.cancellation) cancelling.add(order.id);
      const states = order.saga.steps.map(({ status }) => status).join(' ');
      return around(order.id, `${name} ${order.saga.status}: ${states}`, write);
    },
    beginCancellation(orderId, write) {
      cancelling.add(orderId);
      return around(orderId, 'beginCancellation', write);
    },
  };
}

/** Returns the keys to hold now; none while the file does not exist. */
function armed(folder: string): string[] {
  try {
    return JSON.parse(readFileSync(armedFile(folder), 'utf8')) as string[];
  } catch {
    return [];
  }
}
