import { codeOf } from '@holdfast/kit/errors';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { findAvailability } from '../../src/availability/queries.ts';
import { expireDueReservations } from '../../src/reservations/expiry/expireDueReservations.ts';
import { giveBack } from '../../src/reservations/expiry/giveBack.ts';
import { endDueReservations } from '../../src/reservations/expiry/queries.ts';
import { releaseReference } from '../../src/reservations/releaseReference.ts';
import { type Inventory, testInventory } from '../support/inventory.ts';

async function reserved(inventory: Inventory, productId: string, quantity: number, ttlSeconds = 900) {
  const outcome = await inventory.reserve({ [productId]: quantity }, newUuid(), ttlSeconds);
  if (outcome.kind !== 'reserved') throw new Error('There was too little stock.');
  return outcome.reservation;
}

test('all lines or none', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.warehouse('BER');
  const [plenty, scarce] = [
    await inventory.product({ [berlin]: 100 }),
    await inventory.product({ [berlin]: 1 }),
  ];
  const outcome = await inventory.reserve({ [plenty]: 10, [scarce]: 2 });
  expect(outcome).toEqual({ kind: 'short', shortages: [{ productId: scarce, requested: 2, available: 1 }] });
  expect(await inventory.stockOf(plenty)).toEqual({ onHand: 100, reserved: 0 });
  expect(await inventory.disagreements()).toEqual([]);
});

test('the same reference again gives the same reservation; other lines under it are CONFLICT', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 10 });
  const first = await inventory.reserve({ [product]: 3 }, 'order-1');
  expect(await inventory.reserve({ [product]: 3 }, 'order-1')).toEqual(first);
  await expect(inventory.reserve({ [product]: 4 }, 'order-1')).rejects.toSatisfy(
    (e) => codeOf(e) === 'CONFLICT',
  );
  expect(await inventory.stockOf(product)).toEqual({ onHand: 10, reserved: 3 });
});

test('a refused reference may be used again when there is stock', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.warehouse('BER');
  const product = await inventory.product({ [berlin]: 2 });
  const other = await reserved(inventory, product, 2);
  expect((await inventory.reserve({ [product]: 1 }, 'order-1')).kind).toBe('short');
  await inventory.settle(other.id, 'RELEASE');
  expect((await inventory.reserve({ [product]: 1 }, 'order-1')).kind).toBe('reserved');
});

test('confirming sells the held units, releasing gives them back, and either may be repeated', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 10 });
  const [sold, returned] = [await reserved(inventory, product, 3), await reserved(inventory, product, 4)];
  for (let again = 0; again < 2; again++) {
    expect((await inventory.settle(sold.id, 'CONFIRM')).status).toBe('CONFIRMED');
    expect((await inventory.settle(returned.id, 'RELEASE')).status).toBe('RELEASED');
    expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
  }
  await expect(inventory.settle(sold.id, 'RELEASE')).rejects.toSatisfy((e) => codeOf(e) === 'CONFLICT');
  await expect(inventory.settle(returned.id, 'CONFIRM')).rejects.toSatisfy((e) => codeOf(e) === 'CONFLICT');
  await expect(inventory.settle(newUuid(), 'CONFIRM')).rejects.toSatisfy((e) => codeOf(e) === 'NOT_FOUND');
  expect(await inventory.disagreements()).toEqual([]);
});

test('a hold whose time ran out does not count, is taken over by the next one, and cannot be confirmed', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 5 });
  const late = await reserved(inventory, product, 5, 60);
  const available = async () =>
    (await findAvailability(inventory.deps.database, [product], inventory.deps.clock()))[0]?.available;
  inventory.pass(59);
  expect(await available()).toBe(0);
  expect((await inventory.reserve({ [product]: 1 })).kind).toBe('short');
  inventory.pass(1);
  expect(await available()).toBe(5);
  expect((await inventory.reserve({ [product]: 4 })).kind).toBe('reserved');
  await expect(inventory.settle(late.id, 'CONFIRM')).rejects.toThrow('The reservation is expired');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 4 });
  expect(await inventory.disagreements()).toEqual([]);
});

test('sweeps of many processes at once expire each reservation once', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 300 });
  await Promise.all(Array.from({ length: 250 }, () => reserved(inventory, product, 1, 60)));
  inventory.pass(61);
  const counts = await Promise.all(Array.from({ length: 8 }, () => expireDueReservations(inventory.deps)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(250);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 300, reserved: 0 });
  expect(await inventory.disagreements()).toEqual([]);
});

test('a reference that is released holds nothing, now or when a request for it comes late', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 10 });
  const release = (reference: string) =>
    releaseReference(inventory.deps, inventory.queue, {
      reference,
      reason: null,
      customerId: null,
      actor: 'test',
    });
  await inventory.reserve({ [product]: 3 }, 'held');
  for (let again = 0; again < 2; again++) {
    expect(await release('held')).toMatchObject({ reference: 'held', status: 'RELEASED' });
    expect(await release('late')).toMatchObject({ reference: 'late', status: 'RELEASED' });
  }
  await expect(inventory.reserve({ [product]: 3 }, 'late')).rejects.toSatisfy(
    (e) => codeOf(e) === 'CONFLICT',
  );
  expect(await inventory.stockOf(product)).toEqual({ onHand: 10, reserved: 0 });
  const sold = await inventory.reserve({ [product]: 1 }, 'sold');
  await inventory.settle(sold.kind === 'reserved' ? sold.reservation.id : '', 'CONFIRM');
  await expect(release('sold')).rejects.toSatisfy((e) => codeOf(e) === 'CONFLICT');
  expect(await inventory.disagreements()).toEqual([]);
});

test('of a release and a late request at once, whichever is first, nothing stays held', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 100 });
  for (let round = 0; round < 20; round++) {
    const reference = `order-${round}`;
    await Promise.allSettled([
      inventory.reserve({ [product]: 1 }, reference),
      releaseReference(inventory.deps, inventory.queue, {
        reference,
        reason: null,
        customerId: null,
        actor: 'test',
      }),
    ]);
  }
  expect(await inventory.stockOf(product)).toEqual({ onHand: 100, reserved: 0 });
  expect(await inventory.disagreements()).toEqual([]);
});

test('units that a sweep is just giving back are waited for, not called missing', async () => {
  await using inventory = await testInventory();
  const { database, clock } = inventory.deps;
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 1 });
  await reserved(inventory, product, 1, 60);
  inventory.pass(61);
  const swept = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const sweep = database.transaction(async (tx) => {
    const ids = await endDueReservations(tx, { now: clock(), limit: 10, only: null });
    swept.resolve();
    await goOn.promise;
    await giveBack(tx, ids, { reason: null, actor: 'test', at: clock() });
  });
  await swept.promise;
  const wanted = inventory.reserve({ [product]: 1 });
  await waitForLock(inventory);
  goOn.resolve();
  await sweep;
  expect((await wanted).kind).toBe('reserved');
  expect(await inventory.disagreements()).toEqual([]);
});

/** Waits until a connection to the database waits for a lock. */
async function waitForLock({ deps }: Inventory): Promise<void> {
  for (;;) {
    const { rows } = await deps.database.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}
