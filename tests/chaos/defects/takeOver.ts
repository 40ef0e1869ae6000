import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startProgram } from '../../../dev/src/childProcess.ts';
import { freePort } from '../../../dev/src/ports.ts';
import { mainFileOf } from '../../../dev/src/services.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Milliseconds within which a process that continues has written what it was about to write. */
const LATE_WRITE = 4_000;

/**
 * A process stops while it works on an order, for longer than its lease. A second process completes the
 * order, and staff ships it. Then the first process continues.
 */
export async function takeOver(stage: Stage): Promise<void> {
  const { links, shop, environmentOf } = stage.chaos;
  const first = shop.holdfast.program('orders');
  const gateway = links.named('gateway>orders');
  const port = await freePort();
  const second = await startProgram({
    name: 'the second orders',
    file: mainFileOf('orders'),
    env: { ...environmentOf('orders'), PORT: String(port) },
    logFile: join(shop.dataDir, 'logs/orders-2.log'),
  });
  try {
    links.named('orders>payments').set({ kind: 'delay', by: 300 });
    const placing = stage.place('taken over');
    await until(stage, ({ reservations }) => reservations.length > 0);
    first?.kill('SIGSTOP');
    links.heal();
    await until(stage, ({ orders }) => orders[0]?.saga.status === 'COMPLETED');
    gateway.target = port;
    gateway.cut();
    await placing;
    await stage.ship();
    first?.kill('SIGCONT');
    const end = performance.now() + LATE_WRITE;
    while ((await stage.facts()).orders[0]?.status === 'SHIPPED' && performance.now() < end) await delay(50);
  } finally {
    first?.kill('SIGCONT');
    gateway.target = shop.holdfast.ports.orders;
    await second.stop(2_000);
  }
}
