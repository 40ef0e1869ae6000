import type { Collections } from './collections.ts';

/** Costs what `requestReset` costs for an account that is there: one document found by a key and written. */
export async function writeDecoy(decoys: Pick<Collections['decoys'], 'updateOne'>, now: Date): Promise<void> {
  await decoys.updateOne({ _id: 'password reset' }, { $set: { at: now } }, { upsert: true });
}
