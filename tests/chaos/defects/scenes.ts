/**
 * Scenes that expose a defect, each alone and every time. Without a defect, every invariant holds after each
 * of them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import { takeOver } from './takeOver.ts';
import { until } from './until.ts';

export type Scene = (stage: Stage) => Promise<void>;

/** The stock is reserved, but the answer is lost. Later the customer repeats the request. */
async function lostAnswer(stage: Stage): Promise<void> {
  const link = stage.chaos.links.named('orders>inventory');
  link.set({ kind: 'lose' });
  const placing = stage.place('lost');
  await until(stage, ({ reservations }) => reservations.length > 0);
  link.set({ kind: 'open' });
  await placing;
  await stage.place('lost');
}

/** The steps of an order are compensated because no carrier delivers to its address. */
async function undeliverable(stage: Stage): Promise<void> {
  await stage.place('to Antarctica', 'AQ');
}

/** Inventory is unreachable for a while once the money is held. */
async function awayAtTheEnd(stage: Stage): Promise<void> {
  const { links } = stage.chaos;
  links.named('orders>payments').set({ kind: 'delay', by: 300 });
  const placing = stage.place('away');
  await until(stage, ({ payments }) => payments.some(({ status }) => status === 'AUTHORIZED'));
  links.named('orders>inventory').set({ kind: 'refuse' });
  await until(stage, ({ payments }) => payments.some(({ status }) => status === 'CAPTURED'));
  await delay(1_000);
  links.heal();
  await placing;
}

/** The orders service crashes while it works on an order. Its customer does not come back. */
async function killed(stage: Stage): Promise<void> {
  const { links, shop } = stage.chaos;
  links.named('orders>payments').set({ kind: 'delay', by: 300 });
  const placing = stage.place('killed');
  await until(stage, ({ reservations }) => reservations.length > 0);
  const program = shop.holdfast.program('orders');
  program?.kill('SIGKILL');
  await program?.ended;
  links.heal();
  await placing;
}

/** New tokens were issued but did not arrive. The customer asks once more. */
async function lostTokens(stage: Stage): Promise<void> {
  const link = stage.chaos.links.named('gateway>users');
  link.set({ kind: 'lose' });
  const refreshing = stage.session.refresh();
  await delay(1_000);
  link.set({ kind: 'open' });
  await refreshing;
}

/** The same basket is sent twice at once. Both are about to be written when one of them is refused. */
async function twiceAtOnce(stage: Stage): Promise<void> {
  // The orders service calls users between the lookup of an earlier order and the write.
  const link = stage.chaos.links.named('orders>users');
  link.set({ kind: 'delay', by: 500 });
  const placing = [stage.place('twice'), stage.place('twice')];
  await until(stage, ({ orders }) => orders.length > 0);
  link.set({ kind: 'open' });
  await Promise.all(placing);
}

/** The scene of each defect, by the defect's name. */
export const SCENES: ReadonlyMap<string, Scene> = new Map([
  ['no-fencing', takeOver],
  ['reserve-not-idempotent', lostAnswer],
  ['compensation-skipped', undeliverable],
  ['fault-taken-for-done', awayAtTheEnd],
  ['key-not-kept', lostAnswer],
  ['no-recovery', killed],
  ['no-second-refresh', lostTokens],
  ['event-before-commit', twiceAtOnce],
]);
