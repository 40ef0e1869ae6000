import type { Dependencies } from './dependencies.ts';
import { tellDueAlarms as tell } from './store/tellDueAlarms.ts';

/** Items told of in one go. */
const BATCH = 100;

/** Tells staff of low stock that had to wait for the limit an hour. */
export async function tellDueAlarms({ database, clock }: Dependencies): Promise<void> {
  await database.transaction((tx) => tell(tx, { now: clock(), limit: BATCH }));
}
