import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { buildEvent, buildOrder, buildProduct } from '../builders.ts';
import { applyEvent } from '../support/applyEvent.ts';
import { STAFF, testReports } from '../support/testReports.ts';

const [coffee, tea] = [newUuid(), newUuid()];

test('the audit trail records who did what, and filters by each of its fields', async () => {
  await using reports = await testReports();
  const at = (n: number) => new Date(Date.UTC(2026, 10, 20, 12, n));
  const data = buildOrder([{ productId: coffee, quantity: 1, price: '9.00' }]);
  const by = STAFF.user.id;
  const events = [
    buildEvent('ProductCreated', buildProduct(coffee), at(1)),
    buildEvent(
      'PriceChanged',
      { ...buildProduct(coffee, { version: 2 }), previousPrice: buildProduct(coffee).price },
      at(2),
    ),
    buildEvent('OrderPlaced', data, at(3)),
    buildEvent('OrderCancelled', { ...data, actor: by, reason: 'Broken' }, at(4)),
    buildEvent(
      'StockChanged',
      { productId: tea, available: 3, version: 1, kind: 'RECEIVE', actor: 'demo', reason: 'demo data' },
      at(5),
    ),
  ];
  for (const event of events) await applyEvent(reports.deps, event);
  const actions = async (filter: string) => {
    const answer = await reports.staff(
      `{ auditTrail(filter: { ${filter} }) { totalCount nodes { action } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data.auditTrail.totalCount).toBe(answer.data.auditTrail.nodes.length);
    return answer.data.auditTrail.nodes.map(({ action }: { action: string }) => action);
  };
  expect(await actions('')).toEqual([
    'STOCK_CHANGED',
    'ORDER_CANCELLED',
    'ORDER_PLACED',
    'PRICE_CHANGED',
    'PRODUCT_CREATED',
  ]);
  expect(await actions(`actor: "${by}"`)).toEqual(['ORDER_CANCELLED', 'PRICE_CHANGED', 'PRODUCT_CREATED']);
  expect(await actions('action: [ORDER_PLACED, PRICE_CHANGED]')).toEqual(['ORDER_PLACED', 'PRICE_CHANGED']);
  expect(await actions(`subjectId: "${coffee}"`)).toEqual(['PRICE_CHANGED', 'PRODUCT_CREATED']);
  expect(await actions('subjectType: ORDER')).toEqual(['ORDER_CANCELLED', 'ORDER_PLACED']);
  expect(await actions('from: "2026-11-20T12:02:00Z", to: "2026-11-20T12:03:00Z"')).toEqual([
    'ORDER_PLACED',
    'PRICE_CHANGED',
  ]);
  const { data: one } = await reports.staff(
    '{ auditTrail(filter: { action: [ORDER_CANCELLED] }) { nodes { at actor subjectType subjectId summary } } }',
  );
  expect(one.auditTrail.nodes).toEqual([
    {
      at: '2026-11-20T12:04:00.000Z',
      actor: by,
      subjectType: 'ORDER',
      subjectId: data.orderId,
      summary: { reason: 'Broken' },
    },
  ]);
});

test('no address, name or token gets into the database', async () => {
  await using reports = await testReports();
  const account = { userId: newUuid(), email: 'ada@example.com', name: 'Ada Lovelace' };
  const token = 'c2VjcmV0LXRva2Vu';
  await applyEvent(reports.deps, buildEvent('UserRegistered', account));
  await applyEvent(
    reports.deps,
    buildEvent('PasswordResetRequested', { ...account, token, expiresAt: '2026-11-20T13:00:00.000Z' }),
  );
  await applyEvent(
    reports.deps,
    buildEvent('OrderPlaced', buildOrder([{ productId: tea, quantity: 1, price: '1.00' }])),
  );
  const tables = ['audit', 'orders', 'order_lines', 'products'];
  for (const table of tables) {
    const { rows } = await reports.database.query<{ text: string }>(`select t::text as text from ${table} t`);
    for (const { text } of rows) expect(text).not.toMatch(/\bada\b|Lovelace|c2VjcmV0/i);
  }
  const { data } = await reports.staff('{ auditTrail { nodes { action actor subjectId summary } } }');
  expect(data.auditTrail.nodes).toContainEqual({
    action: 'PASSWORD_RESET_REQUESTED',
    actor: 'users',
    subjectId: account.userId,
    summary: {},
  });
});

test('the audit trail is append-only', async () => {
  await using reports = await testReports();
  await applyEvent(reports.deps, buildEvent('ProductCreated', buildProduct(tea)));
  for (const statement of ["update audit set actor = 'x'", 'delete from audit', 'truncate audit']) {
    await expect(reports.database.query(statement)).rejects.toThrow('the audit trail is append-only');
  }
});
