/** Changes of a confirmed order's status, also while it is being cancelled. */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { codeOf } from '@holdfast/kit-base/errors';
import { describe, expect, test } from 'vitest';
import { BOOK, SEAT } from '../builders.ts';
import { CALLERS, ordersClient } from '../support/client.ts';
import { kindsOf, waiting } from '../support/events.ts';
import { cancel, confirmed, move, place, stored } from '../support/orders.ts';
import { testWorld } from '../support/world.ts';

test('invalid arguments are BAD_USER_INPUT with all their problems', async () => {
  await using world = await testWorld();
  await using client = await ordersClient(world);
  const order = await confirmed(world);
  const wrong: [string, Record<string, unknown>, string[][]][] = [
    ['cancelOrder(id: $id, reason: $reason)', { id: 'x', reason: '' }, [['id'], ['reason']]],
    ['cancelOrder(id: $id, reason: $reason)', { id: order.id, reason: 'x'.repeat(501) }, [['reason']]],
    ['cancelOrder(id: $id, reason: $reason)', { id: order.id, reason: 'a\0b' }, [['reason']]],
    ['updateOrderStatus(id: $id, status: SHIPPED)', { id: '{"$gt":""}' }, [['id']]],
  ];
  for (const [field, variables, paths] of wrong) {
    const reason = field.includes('$reason') ? ', $reason: String' : '';
    const mutation = `mutation ($id: ID!${reason}) { field: ${field} { id } }`;
    const { data, errors } = await client.as(CALLERS.staff)(mutation, variables);
    expect(data).toEqual({ field: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: paths.map((path) => ({ path })),
    });
  }
  expect(await stored(world, order)).toEqual(order);
});

describe('a change of status', () => {
  test('goes from CONFIRMED to SHIPPED to DELIVERED, and the shipment follows', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    expect(await move(world, order, 'SHIPPED')).toMatchObject({
      status: 'SHIPPED',
      shipment: { status: 'IN_TRANSIT' },
    });
    const delivered = await move(world, order, 'DELIVERED');
    expect(delivered).toMatchObject({ status: 'DELIVERED', shipment: { status: 'DELIVERED' } });
    expect(delivered.history.map(({ status, actor }) => [status, actor])).toEqual([
      ['PENDING', order.customerId],
      ['CONFIRMED', 'orders'],
      ['SHIPPED', 'staff'],
      ['DELIVERED', 'staff'],
    ]);
    expect(await stored(world, order)).toEqual(delivered);
  });

  test.each([
    ['a download', BOOK],
    ['a seat', SEAT],
  ])('of %s goes from CONFIRMED to DELIVERED, and never through SHIPPED', async (_what, productId) => {
    await using world = await testWorld();
    const lines = [{ productId, quantity: 1 }];
    const order = await place(world, { lines, shippingAddress: null });
    await expect(move(world, order, 'SHIPPED')).rejects.toMatchObject({
      message: 'The order is CONFIRMED and has nothing to ship: it can become DELIVERED.',
      extensions: { code: 'CONFLICT', status: 'CONFIRMED', allowed: ['DELIVERED'] },
    });
    expect(await stored(world, order)).toEqual(order);
    const delivered = await move(world, order, 'DELIVERED');
    expect(delivered).toMatchObject({ status: 'DELIVERED', shipment: null });
    expect(kindsOf(await waiting(world, order))).not.toContain('Shipped');
    await expect(cancel(world, order)).rejects.toMatchObject({ extensions: { allowed: [] } });
  });

  test('of an order that an older version SHIPPED without a parcel can still be DELIVERED', async () => {
    await using world = await testWorld();
    const lines = [{ productId: BOOK, quantity: 1 }];
    const order = await place(world, { lines, shippingAddress: null });
    await world.deps.orders.updateOne({ _id: order.id }, { $set: { status: 'SHIPPED' } });
    expect(await move(world, order, 'DELIVERED')).toMatchObject({ status: 'DELIVERED', shipment: null });
  });

  test('to any other status is CONFLICT, with what is allowed', async () => {
    await using world = await testWorld();
    const all = ['PENDING', 'CONFIRMED', 'REJECTED', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const;
    const order = await confirmed(world);
    for (const next of ['SHIPPED', 'DELIVERED', null] as const) {
      const { status } = await stored(world, order);
      for (const to of all.filter((each) => each !== next)) {
        await expect(move(world, order, to)).rejects.toMatchObject({
          message: `The order is ${status}: it can become ${next ?? 'nothing else'}.`,
          extensions: { code: 'CONFLICT', status, allowed: next ? [next] : [] },
        });
      }
      if (next) await move(world, order, next);
    }
    const gone = await confirmed(world);
    await cancel(world, gone);
    for (const to of all)
      await expect(move(world, gone, to)).rejects.toSatisfy((error) => codeOf(error) === 'CONFLICT');
  });

  unlessFerretdb(test, NOT_ATOMIC)('by sixteen callers at once is made once', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 16 }, () => move(world, order, 'SHIPPED')),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await stored(world, order)).history).toHaveLength(3);
  });

  unlessFerretdb(test, NOT_ATOMIC)('races with a cancellation: exactly one of the two wins', async () => {
    await using world = await testWorld({ stock: 100 });
    for (let round = 0; round < 10; round++) {
      const order = await confirmed(world);
      const before = { ...world.books };
      const attempts = [() => cancel(world, order), () => move(world, order, 'SHIPPED')];
      if (round % 2) attempts.reverse();
      const outcomes = await Promise.allSettled(attempts.map((attempt) => attempt()));
      const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(won).toHaveLength(1);
      expect(lost.map(({ reason }) => codeOf(reason))).toEqual(['CONFLICT']);
      const { status } = await stored(world, order);
      expect(won[0]!.value.status).toBe(status);
      const back = status === 'CANCELLED' ? 2 : 0;
      expect(world.books.stock).toBe(before.stock + back);
      expect(world.books.captured).toBe(before.captured - back * 10);
    }
  });
});
