/** The changes that staff make to stock, over HTTP. */
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { verifyStock } from '../../src/verification/verifyStock.ts';
import { ANONYMOUS, buildCaller } from '../support/builders.ts';
import { testInventory } from '../support/inventory.ts';
import { ADJUST, CREATE_WAREHOUSE, MOVEMENTS, RECEIVE, THRESHOLD, TRANSFER } from '../support/operations.ts';
import { serve } from '../support/serve.ts';

const staff = buildCaller(['STAFF']);

test.each([
  ['anonymous', ANONYMOUS, 'UNAUTHENTICATED'],
  ['a customer', buildCaller(['CUSTOMER']), 'FORBIDDEN'],
  ['another customer', buildCaller(['CUSTOMER']), 'FORBIDDEN'],
  ['a vendor', buildCaller(['CUSTOMER', 'VENDOR']), 'FORBIDDEN'],
  ['the orders service', buildCaller(['CUSTOMER'], 'orders'), 'FORBIDDEN'],
  ['staff', staff, undefined],
  ['an admin', buildCaller(['ADMIN']), undefined],
] as const)('%s may change and look at stock: %s', async (_who, caller, code) => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const [from, to] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const productId = await inventory.addProduct({ [from]: 5 });
  const item = { productId, warehouseId: from };
  const operations: [string, Record<string, unknown>][] = [
    [CREATE_WAREHOUSE, { code: 'MUC', name: 'Munich' }],
    [RECEIVE, { ...item, quantity: 1 }],
    [ADJUST, { ...item, delta: -1, reason: 'counted' }],
    [TRANSFER, { productId, from, to, quantity: 1 }],
    [THRESHOLD, { ...item, threshold: 3 }],
    ['{ lowStock { totalCount } }', {}],
    [MOVEMENTS, { kind: 'RECEIVE' }],
  ];
  for (const [query, variables] of operations) {
    const { data, errors } = await client.as(caller)(query, variables);
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(code && [code]);
    expect(Object.values(data).every((value) => (value === null) === (code !== undefined))).toBe(true);
  }
  if (code) expect(await inventory.stockOf(productId)).toEqual({ onHand: 5, reserved: 0 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('receiving, adjusting and transferring change the stock and write the ledger, with actor and reason', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const [from, to] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const productId = newUuid();
  const as = client.as(staff);
  const item = { productId, warehouseId: from };
  expect(await as(RECEIVE, { ...item, quantity: 10, reason: 'delivery 7' })).toMatchObject({
    data: {
      receiveStock: { warehouse: { code: 'BER' }, onHand: 10, reserved: 0, available: 10, low: false },
    },
  });
  expect(await as(ADJUST, { ...item, delta: -2, reason: 'broken' })).toMatchObject({
    data: { adjustStock: { onHand: 8 } },
  });
  expect(await as(TRANSFER, { productId, from, to, quantity: 3 })).toMatchObject({
    data: {
      transferStock: [
        { warehouse: { code: 'BER' }, onHand: 5 },
        { warehouse: { code: 'HAM' }, onHand: 3 },
      ],
    },
  });
  const { data } = await as(MOVEMENTS, { productId });
  expect(data.stockMovements.nodes).toMatchObject([
    { kind: 'TRANSFER_IN', onHandDelta: 3, onHandAfter: 3, warehouse: { code: 'HAM' } },
    { kind: 'TRANSFER_OUT', onHandDelta: -3, onHandAfter: 5, warehouse: { code: 'BER' } },
    { kind: 'ADJUST', onHandDelta: -2, onHandAfter: 8, reason: 'broken', actor: staff.user.id },
    { kind: 'RECEIVE', onHandDelta: 10, onHandAfter: 10, reason: 'delivery 7' },
  ]);
  const filtered = await as(MOVEMENTS, { productId, warehouseId: from, kind: 'TRANSFER_OUT' });
  expect(filtered.data.stockMovements).toMatchObject({ totalCount: 1, nodes: [{ kind: 'TRANSFER_OUT' }] });
  expect((await as(MOVEMENTS, { productId, kind: 'EXPIRE' })).data.stockMovements.totalCount).toBe(0);
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('held units can be neither counted away nor transferred', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const [from, to] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const productId = await inventory.addProduct({ [from]: 5 });
  await inventory.reserve({ [productId]: 3 });
  const as = client.as(staff);
  for (const [query, variables] of [
    [ADJUST, { productId, warehouseId: from, delta: -3, reason: 'lost' }],
    [ADJUST, { productId, warehouseId: to, delta: -1, reason: 'never there' }],
    [TRANSFER, { productId, from, to, quantity: 3 }],
    [TRANSFER, { productId, from: to, to: from, quantity: 1 }],
  ] as const) {
    const { errors } = await as(query, { ...variables, key: 'refused' });
    expect(errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
  }
  const free = await as(ADJUST, { productId, warehouseId: from, delta: -2, reason: 'lost', key: 'refused' });
  expect(free).toMatchObject({ data: { adjustStock: { onHand: 3, reserved: 3, available: 0 } } });
  expect((await as('{ stockItems { totalCount } }')).data.stockItems.totalCount).toBe(1);
});

test('the same key and input give the same answer, 16 times at once and later; other input is CONFLICT', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const [from, to] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const productId = await inventory.addProduct({ [from]: 100 });
  const as = client.as(staff);
  const item = { productId, warehouseId: from };
  const operations: [string, Record<string, unknown>, Record<string, unknown>][] = [
    [RECEIVE, { ...item, quantity: 5, reason: 'x' }, { quantity: 6 }],
    [ADJUST, { ...item, delta: -5, reason: 'x' }, { reason: 'y' }],
    [TRANSFER, { productId, from, to, quantity: 5 }, { from: to, to: from }],
  ];
  for (const [query, input, other] of operations) {
    // One key for all three, because a key belongs to one operation.
    const variables = { ...input, key: 'key' };
    const answers = await Promise.all(Array.from({ length: 16 }, () => as(query, variables)));
    expect(answers[0]?.errors).toBeUndefined();
    inventory.advance(60);
    await as(RECEIVE, { ...item, quantity: 1 });
    for (const answer of [...answers, await as(query, variables)]) expect(answer).toEqual(answers[0]);
    const { errors } = await as(query, { ...variables, ...other });
    expect(errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
  }
  expect(await inventory.stockOf(productId)).toEqual({ onHand: 103, reserved: 0 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('an unknown warehouse or item is NOT_FOUND', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const warehouseId = await inventory.addWarehouse('BER');
  const [productId, nowhere] = [newUuid(), newUuid()];
  for (const [query, variables] of [
    [RECEIVE, { productId, warehouseId: nowhere, quantity: 1 }],
    [ADJUST, { productId, warehouseId: nowhere, delta: 1, reason: 'found' }],
    [TRANSFER, { productId, from: warehouseId, to: nowhere, quantity: 1 }],
    [TRANSFER, { productId, from: nowhere, to: warehouseId, quantity: 1 }],
    [THRESHOLD, { productId, warehouseId, threshold: 1 }],
  ] as const) {
    const { errors } = await client.as(staff)(query, variables);
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['NOT_FOUND']);
  }
});

test('invalid input is BAD_USER_INPUT with all problems', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const id = newUuid();
  const wrong: [string, Record<string, unknown>, string[]][] = [
    [CREATE_WAREHOUSE, { code: 'B E', name: '' }, ['code', 'name']],
    [CREATE_WAREHOUSE, { code: 'x'.repeat(21), name: 'a\0b' }, ['code', 'name']],
    [
      RECEIVE,
      { productId: 'x', warehouseId: 'y', quantity: 0, reason: '', key: '' },
      ['productId', 'warehouseId', 'quantity', 'reason', 'idempotencyKey'],
    ],
    [
      RECEIVE,
      { productId: id, warehouseId: id, quantity: 1_000_001, key: 'x'.repeat(201) },
      ['quantity', 'idempotencyKey'],
    ],
    [ADJUST, { productId: id, warehouseId: id, delta: 0, reason: ' ' }, ['delta', 'reason']],
    [
      ADJUST,
      { productId: id, warehouseId: id, delta: -1_000_001, reason: 'x'.repeat(501) },
      ['delta', 'reason'],
    ],
    [TRANSFER, { productId: id, from: id, to: id, quantity: 0 }, ['quantity', 'toWarehouseId']],
    [
      TRANSFER,
      { productId: 'x', from: 'y', to: 'z', quantity: 0 },
      ['productId', 'fromWarehouseId', 'toWarehouseId', 'quantity'],
    ],
    [THRESHOLD, { productId: id, warehouseId: 'x', threshold: -1 }, ['warehouseId', 'threshold']],
  ];
  for (const [query, variables, names] of wrong) {
    const { errors } = await client.as(staff)(query, variables);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: names.map((name) => ({ path: [name] })),
    });
  }
});

test('a warehouse takes no more units of a product than its maximum', async () => {
  await using inventory = await testInventory();
  await using client = await serve(inventory);
  const warehouseId = await inventory.addWarehouse('BER');
  const productId = await inventory.addProduct({ [warehouseId]: 99_999_999 });
  const as = client.as(staff);
  const { errors } = await as(RECEIVE, { productId, warehouseId, quantity: 2 });
  expect(errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
  expect((await as(RECEIVE, { productId, warehouseId, quantity: 1 })).errors).toBeUndefined();
});
