/** Writes that go to the database together: each has its own outcome. */
import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { expect, test } from 'vitest';
import { IDEMPOTENCY_KEYS } from '../../src/database/indexes.ts';
import { toDocument } from '../../src/database/orderDocument.ts';
import { createOrderWrites } from '../../src/database/orderWrites.ts';
import { buildOrder } from '../builders.ts';
import { testWorld } from '../support/world.ts';

const buildDocument = () => toDocument(buildOrder());

test('a write that fails or finds nothing does not concern those beside it', async () => {
  await using world = await testWorld();
  const { orders, writes } = world.deps;
  const [kept, lost] = [buildDocument(), buildDocument()];
  await orders.insertMany([kept, lost]);
  await orders.updateOne({ _id: lost._id }, { $inc: { 'saga.lease.token': 1 } });
  const fresh = buildDocument();
  const repeated = { ...buildDocument(), customerId: kept.customerId, idempotencyKey: kept.idempotencyKey };
  const set = { $set: { paymentId: 'written' } };
  const outcomes = await Promise.allSettled([
    writes.save({ id: kept._id, token: 1 }, set),
    writes.insert(repeated),
    writes.save({ id: lost._id, token: 1 }, set),
    writes.insert(fresh),
    writes.save({ id: fresh._id, token: 7 }, set),
  ]);
  expect(outcomes).toMatchObject([
    { value: true },
    { reason: expect.toSatisfy((error) => isDuplicateKey(error, IDEMPOTENCY_KEYS)) },
    { value: false },
    { status: 'fulfilled' },
    { value: false },
  ]);
  const found = await orders.find({ paymentId: 'written' }).toArray();
  expect(found.map(({ _id }) => _id)).toEqual([kept._id]);
  expect(await orders.countDocuments()).toBe(3);
});

test('a lease that is lost right after the write counts as lost', async () => {
  await using world = await testWorld();
  const { orders } = world.deps;
  const [kept, lost, gone] = [buildDocument(), buildDocument(), buildDocument()];
  await orders.insertMany([kept, lost]);
  const writes = createOrderWrites({
    bulkWrite: async (...args: Parameters<typeof orders.bulkWrite>) => {
      const result = await orders.bulkWrite(...args);
      await orders.updateOne({ _id: lost._id }, { $inc: { 'saga.lease.token': 1 } });
      return result;
    },
    find: orders.find.bind(orders),
  } as typeof orders);
  const set = { $set: { paymentId: 'written' } };
  const saved = [kept, lost, gone].map(({ _id }) => writes.save({ id: _id, token: 1 }, set));
  expect(await Promise.all(saved)).toEqual([true, false, false]);
});

test('what waits goes to the database in one operation', async () => {
  await using world = await testWorld();
  const sizes: number[] = [];
  const { orders } = world.deps;
  const writes = createOrderWrites({
    bulkWrite: async (operations: unknown[]) => {
      sizes.push(operations.length);
      return { matchedCount: operations.length };
    },
    find: orders.find.bind(orders),
  } as unknown as typeof orders);
  await Promise.all(Array.from({ length: 64 }, (_, n) => writes.save({ id: String(n), token: 1 }, {})));
  expect(sizes).toEqual([64]);
});
