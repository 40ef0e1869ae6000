/** Whose trace an event has, when commands of several were decided in one transaction. */
import { newUuid } from '@holdfast/kit/ids';
import { inScope } from '@holdfast/kit/telemetry/scope';
import { NO_SPAN } from '@holdfast/kit/telemetry/span';
import { useTracer } from '@holdfast/kit/telemetry/trace';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setReorderThreshold } from '../src/lowStock/setReorderThreshold.ts';
import { testInventory } from './support/inventory.ts';

beforeEach(() => useTracer({ start: () => NO_SPAN }));
afterEach(() => useTracer(null));

const traceparentOf = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;

const inTrace = <T>(digit: string, work: () => T): T =>
  inScope({ requestId: null, span: { ...NO_SPAN, traceparent: traceparentOf(digit) } }, work);

/** Type, kind and trace of each event, by its subject. */
async function tracesOf(inventory: Awaited<ReturnType<typeof testInventory>>) {
  const events = await inventory.told();
  return Object.groupBy(
    events.map((event) => ({
      subject: event.subject,
      name: event.type === 'holdfast.StockChanged.v1' ? event.data.kind : event.type.split('.')[1],
      trace: event.traceparent?.[3],
    })),
    ({ subject }) => subject,
  );
}

test('each event of commands that were decided together has the trace of its own command', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.warehouse('BER');
  const [one, other] = [await inventory.product({ [berlin]: 5 }), await inventory.product({ [berlin]: 5 })];
  const { id: low } = await setReorderThreshold(inventory.deps, {
    productId: one,
    warehouseId: berlin,
    threshold: 4,
    actor: 'staff',
  });
  const held = await inTrace('9', () => inventory.reserve({ [one]: 1 }));
  if (held.kind !== 'reserved') throw new Error('It is short.');
  await inventory.told();
  const [a, b, c] = await Promise.all([
    inTrace('a', () => inventory.reserve({ [one]: 1 })),
    inTrace('b', () => inventory.reserve({ [one]: 1 })),
    inTrace('c', () => inventory.reserve({ [other]: 1 })),
    inventory.reserve({ [other]: 99 }),
  ]);
  if (a?.kind !== 'reserved' || b?.kind !== 'reserved' || c?.kind !== 'reserved')
    throw new Error('It is short.');
  const { rows } = await inventory.deps.database.query<{ count: number }>(
    'select count(distinct xmin::text)::int as count from outbox',
  );
  expect(rows[0]?.count, 'transactions').toBe(1);
  const traces = await tracesOf(inventory);
  expect(traces).toEqual({
    [a.reservation.id]: [{ subject: a.reservation.id, name: 'StockReserved', trace: 'a' }],
    [b.reservation.id]: [{ subject: b.reservation.id, name: 'StockReserved', trace: 'b' }],
    [c.reservation.id]: [{ subject: c.reservation.id, name: 'StockReserved', trace: 'c' }],
    // What it tells is the last movement's: who moved it, and how.
    [one]: [{ subject: one, name: 'RESERVE', trace: 'b' }],
    [other]: [{ subject: other, name: 'RESERVE', trace: 'c' }],
  });

  await Promise.all([
    inTrace('d', () => inventory.settle(a.reservation.id, 'RELEASE')),
    inTrace('e', () => inventory.settle(b.reservation.id, 'CONFIRM')),
    inTrace('f', () => inventory.reserve({ [other]: 1 }, newUuid())),
  ]);
  const settled = await tracesOf(inventory);
  expect(settled[a.reservation.id]).toMatchObject([{ name: 'ReservationReleased', trace: 'd' }]);
  expect(settled[one]).toMatchObject([{ name: 'CONFIRM', trace: 'e' }]);
  expect(settled[low]).toMatchObject([{ name: 'StockLow', trace: 'e' }]);
  expect(settled[other]).toMatchObject([{ name: 'RESERVE', trace: 'f' }]);
});

test('what is decided alone, by whatever statement, has its trace too', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.warehouse('BER');
  const productId = await inventory.product({ [berlin]: 5 });
  await inventory.told();
  await inTrace('a', () => inventory.reserve({ [productId]: 1 }));
  const { deps } = inventory;
  await inTrace('b', () =>
    setReorderThreshold(deps, { productId, warehouseId: berlin, threshold: 5, actor: 'staff' }),
  );
  const events = await inventory.told();
  expect(events.map(({ type, traceparent }) => [type.split('.')[1], traceparent])).toEqual([
    ['StockChanged', traceparentOf('a')],
    ['StockReserved', traceparentOf('a')],
    ['StockLow', traceparentOf('b')],
    ['ReorderThresholdChanged', traceparentOf('b')],
  ]);
});
