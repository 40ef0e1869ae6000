/** The trace of each event when commands of several requests are decided in one transaction. */
import { newUuid } from '@holdfast/kit-base/ids';
import { inScope } from '@holdfast/kit-base/scope';
import { NO_SPAN } from '@holdfast/kit-base/span';
import { setTracer } from '@holdfast/kit-base/trace';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setReorderThreshold } from '../src/lowStock/setReorderThreshold.ts';
import { testInventory } from './support/inventory.ts';

beforeEach(() => setTracer({ start: () => NO_SPAN }));
afterEach(() => setTracer(null));

const traceparentOf = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;

const inTrace = <T>(digit: string, work: () => T): T =>
  inScope({ requestId: null, span: { ...NO_SPAN, traceparent: traceparentOf(digit) } }, work);

/** Takes the events, and returns the name and trace of each by its subject. */
async function tracesOf(inventory: Awaited<ReturnType<typeof testInventory>>) {
  const events = await inventory.takeEvents();
  return Object.groupBy(
    events.map((event) => ({
      subject: event.subject,
      name: event.type === 'holdfast.StockChanged.v1' ? event.data.kind : event.type.split('.')[1],
      trace: event.traceparent?.[3],
    })),
    ({ subject }) => subject,
  );
}

test('each event of a batch has the trace of its own command', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.addWarehouse('BER');
  const [one, other] = [
    await inventory.addProduct({ [berlin]: 5 }),
    await inventory.addProduct({ [berlin]: 5 }),
  ];
  const { id: low } = await setReorderThreshold(inventory.deps, {
    productId: one,
    warehouseId: berlin,
    threshold: 4,
    actor: 'staff',
  });
  await inTrace('9', () => inventory.hold({ [one]: 1 }));
  await inventory.takeEvents();
  const [a, b, c] = await Promise.all([
    inTrace('a', () => inventory.hold({ [one]: 1 })),
    inTrace('b', () => inventory.hold({ [one]: 1 })),
    inTrace('c', () => inventory.hold({ [other]: 1 })),
    inventory.reserve({ [other]: 99 }),
  ]);
  const { rows } = await inventory.deps.database.query<{ count: number }>(
    'select count(distinct xmin::text)::int as count from outbox',
  );
  expect(rows[0]?.count, 'transactions').toBe(1);
  const traces = await tracesOf(inventory);
  expect(traces).toEqual({
    [a.id]: [{ subject: a.id, name: 'StockReserved', trace: 'a' }],
    [b.id]: [{ subject: b.id, name: 'StockReserved', trace: 'b' }],
    [c.id]: [{ subject: c.id, name: 'StockReserved', trace: 'c' }],
    // The event of a product carries the data of its last movement.
    [one]: [{ subject: one, name: 'RESERVE', trace: 'b' }],
    [other]: [{ subject: other, name: 'RESERVE', trace: 'c' }],
  });

  await Promise.all([
    inTrace('d', () => inventory.settle(a.id, 'RELEASE')),
    inTrace('e', () => inventory.settle(b.id, 'CONFIRM')),
    inTrace('f', () => inventory.reserve({ [other]: 1 }, newUuid())),
  ]);
  const settled = await tracesOf(inventory);
  expect(settled[a.id]).toMatchObject([{ name: 'ReservationReleased', trace: 'd' }]);
  expect(settled[one]).toMatchObject([{ name: 'CONFIRM', trace: 'e' }]);
  expect(settled[low]).toMatchObject([{ name: 'StockLow', trace: 'e' }]);
  expect(settled[other]).toMatchObject([{ name: 'RESERVE', trace: 'f' }]);
});

test('a change that is decided alone has its trace too, whatever statement writes it', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.addWarehouse('BER');
  const productId = await inventory.addProduct({ [berlin]: 5 });
  await inventory.takeEvents();
  await inTrace('a', () => inventory.reserve({ [productId]: 1 }));
  const { deps } = inventory;
  await inTrace('b', () =>
    setReorderThreshold(deps, { productId, warehouseId: berlin, threshold: 5, actor: 'staff' }),
  );
  const events = await inventory.takeEvents();
  expect(events.map(({ type, traceparent }) => [type.split('.')[1], traceparent])).toEqual([
    ['StockChanged', traceparentOf('a')],
    ['StockReserved', traceparentOf('a')],
    ['StockLow', traceparentOf('b')],
    ['ReorderThresholdChanged', traceparentOf('b')],
  ]);
});
