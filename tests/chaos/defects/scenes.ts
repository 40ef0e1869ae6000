/** What brings a defect to light, each by itself and every time. Without a defect, all is in order after any of them. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import { takeOver } from './takeOver.ts';
import { until } from './until.ts';

export type Scene = (stage: Stage) => Promise<void>;

/** The stock is reserved, but nobody hears of it; later the customer asks again. */
async function lostAnswer(stage: Stage): Promise<void> {
  const link = stage.chaos.links.named('orders>inventory');
  link.set({ kind: 'lose' });
  const placing = stage.place('lost');
  await until(stage, ({ reservations }) => reservations.length > 0);
  link.set({ kind: 'open' });
  await placing;
  await stage.place('lost');
}

/** What was done for an order is undone, since nobody delivers there. */
async function undeliverable(stage: Stage): Promise<void> {
  await stage.place('to Antarctica', 'AQ');
}

/** When the money is held, inventory goes away for a while. */
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

/** The orders service dies with an order half way; its customer does not come back. */
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

/** New tokens were made, but did not arrive; the customer asks once more. */
async function lostTokens(stage: Stage): Promise<void> {
  const link = stage.chaos.links.named('gateway>users');
  link.set({ kind: 'lose' });
  const refreshing = stage.session.refresh();
  await delay(1_000);
  link.set({ kind: 'open' });
  await refreshing;
}

/** The same basket is sent twice at once; both are about to be written when one of them is refused. */
async function twiceAtOnce(stage: Stage): Promise<void> {
  // Asked for between the look for an earlier order and the write.
  const link = stage.chaos.links.named('orders>users');
  link.set({ kind: 'delay', by: 500 });
  const placing = [stage.place('twice'), stage.place('twice')];
  await until(stage, ({ orders }) => orders.length > 0);
  link.set({ kind: 'open' });
  await Promise.all(placing);
}

/** By the name of the defect. */
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
