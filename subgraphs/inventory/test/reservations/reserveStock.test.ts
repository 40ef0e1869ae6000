import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { findAvailability } from '../../src/availability/queries.ts';
import { expireDueReservations } from '../../src/reservations/expiry/expireDueReservations.ts';
import { giveBack } from '../../src/reservations/expiry/giveBack.ts';
import { endDueReservations } from '../../src/reservations/expiry/queries.ts';
import { releaseReference } from '../../src/reservations/releaseReference.ts';
import { buildReleaseReference } from '../support/builders.ts';
import { testInventory } from '../support/inventory.ts';
import { pauseTransaction, untilLockWaits } from '../support/lockWaits.ts';

test('all lines are held, or none', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.addWarehouse('BER');
  const [plenty, scarce] = [
    await inventory.addProduct({ [berlin]: 100 }),
    await inventory.addProduct({ [berlin]: 1 }),
  ];
  const outcome = await inventory.reserve({ [plenty]: 10, [scarce]: 2 });
  expect(outcome).toEqual({ kind: 'short', shortages: [{ productId: scarce, requested: 2, available: 1 }] });
  expect(await inventory.stockOf(plenty)).toEqual({ onHand: 100, reserved: 0 });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('the same reference again returns the same reservation; other lines under it are CONFLICT', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 10 });
  const first = await inventory.reserve({ [product]: 3 }, 'order-1');
  expect(await inventory.reserve({ [product]: 3 }, 'order-1')).toEqual(first);
  await expect(inventory.reserve({ [product]: 4 }, 'order-1')).rejects.toSatisfy(
    (e) => codeOf(e) === 'CONFLICT',
  );
  expect(await inventory.stockOf(product)).toEqual({ onHand: 10, reserved: 3 });
});

test('a refused reference may be used again once there is stock', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.addWarehouse('BER');
  const product = await inventory.addProduct({ [berlin]: 2 });
  const other = await inventory.hold({ [product]: 2 });
  expect((await inventory.reserve({ [product]: 1 }, 'order-1')).kind).toBe('short');
  await inventory.settle(other.id, 'RELEASE');
  expect((await inventory.reserve({ [product]: 1 }, 'order-1')).kind).toBe('reserved');
});

test('confirming sells the held units, releasing gives them back, and both may be repeated', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 10 });
  const [sold, returned] = [await inventory.hold({ [product]: 3 }), await inventory.hold({ [product]: 4 })];
  for (let again = 0; again < 2; again++) {
    expect((await inventory.settle(sold.id, 'CONFIRM')).status).toBe('CONFIRMED');
    expect((await inventory.settle(returned.id, 'RELEASE')).status).toBe('RELEASED');
    expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
  }
  await expect(inventory.settle(sold.id, 'RELEASE')).rejects.toSatisfy((e) => codeOf(e) === 'CONFLICT');
  await expect(inventory.settle(returned.id, 'CONFIRM')).rejects.toSatisfy((e) => codeOf(e) === 'CONFLICT');
  await expect(inventory.settle(newUuid(), 'CONFIRM')).rejects.toSatisfy((e) => codeOf(e) === 'NOT_FOUND');
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('an expired hold does not count, is taken over by the next one, and cannot be confirmed', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const late = await inventory.hold({ [product]: 5 }, newUuid(), 60);
  const available = async () =>
    (await findAvailability(inventory.deps.database, [product], inventory.deps.clock()))[0]?.available;
  inventory.advance(59);
  expect(await available()).toBe(0);
  expect((await inventory.reserve({ [product]: 1 })).kind).toBe('short');
  inventory.advance(1);
  expect(await available()).toBe(5);
  expect((await inventory.reserve({ [product]: 4 })).kind).toBe('reserved');
  await expect(inventory.settle(late.id, 'CONFIRM')).rejects.toThrow('The reservation is expired');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 4 });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('concurrent sweeps expire each reservation once', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 300 });
  await Promise.all(Array.from({ length: 250 }, () => inventory.hold({ [product]: 1 }, newUuid(), 60)));
  inventory.advance(61);
  const counts = await Promise.all(Array.from({ length: 8 }, () => expireDueReservations(inventory.deps)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(250);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 300, reserved: 0 });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('a released reference holds nothing, now or when a request for it arrives late', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 10 });
  const release = (reference: string) =>
    releaseReference(inventory.deps, inventory.queue, buildReleaseReference(reference));
  await inventory.reserve({ [product]: 3 }, 'held');
  for (let again = 0; again < 2; again++) {
    expect(await release('held')).toMatchObject({ reference: 'held', status: 'RELEASED' });
    expect(await release('late')).toMatchObject({ reference: 'late', status: 'RELEASED' });
  }
  await expect(inventory.reserve({ [product]: 3 }, 'late')).rejects.toSatisfy(
    (e) => codeOf(e) === 'CONFLICT',
  );
  expect(await inventory.stockOf(product)).toEqual({ onHand: 10, reserved: 0 });
  const sold = await inventory.hold({ [product]: 1 }, 'sold');
  await inventory.settle(sold.id, 'CONFIRM');
  await expect(release('sold')).rejects.toSatisfy((e) => codeOf(e) === 'CONFLICT');
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('a release and a concurrent late request leave nothing held, whichever is first', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 100 });
  for (let round = 0; round < 20; round++) {
    const reference = `order-${round}`;
    await Promise.allSettled([
      inventory.reserve({ [product]: 1 }, reference),
      releaseReference(inventory.deps, inventory.queue, buildReleaseReference(reference)),
    ]);
  }
  expect(await inventory.stockOf(product)).toEqual({ onHand: 100, reserved: 0 });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('reserving waits for units that a sweep is giving back instead of reporting them short', async () => {
  await using inventory = await testInventory();
  const { database, clock } = inventory.deps;
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 1 });
  await inventory.hold({ [product]: 1 }, newUuid(), 60);
  inventory.advance(61);
  const sweep = await pauseTransaction(
    database,
    (tx) => endDueReservations(tx, { now: clock(), limit: 10, only: null }),
    (tx, ids) => giveBack(tx, ids, { reason: null, actor: 'test', at: clock() }),
  );
  const wanted = inventory.reserve({ [product]: 1 });
  await untilLockWaits(database, 1);
  await sweep.release();
  expect((await wanted).kind).toBe('reserved');
  expect(await inventory.findDisagreements()).toEqual([]);
});
