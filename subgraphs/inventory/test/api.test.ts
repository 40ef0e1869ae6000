/** The subgraph over HTTP, as the gateway and the orders service use it. */
import type { TestClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { ANONYMOUS, buildCaller } from './support/builders.ts';
import { type Inventory, testInventory } from './support/inventory.ts';
import { serve } from './support/serve.ts';

const alice = buildCaller(['CUSTOMER']);
const mallory = buildCaller(['CUSTOMER', 'VENDOR']);
const staff = buildCaller(['STAFF']);
/** The orders service on behalf of Alice. */
const orders = { ...alice, service: 'orders' };

const RESERVE = /* GraphQL */ `
  mutation ($reference: ID!, $lines: [ReservationLineInput!]!, $ttl: Int) {
    reserveStock(reference: $reference, lines: $lines, ttlSeconds: $ttl) {
      __typename
      ... on Reservation { id status reference expiresAt lines { quantity product { id } warehouse { code } } }
      ... on InsufficientStock { shortages { productId requested available } }
    }
  }`;

async function start(inventory: Inventory): Promise<TestClient & { readonly origin: string }> {
  const client = await serve(inventory);
  return Object.assign(client, { origin: client.url });
}

test('a caller without a valid identity gets 401 and nothing else', async () => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const strangers: Record<string, string>[] = [
    {},
    { 'x-holdfast-identity': 'x' },
    { 'x-holdfast-identity': 'a.b.c' },
    { authorization: 'Bearer x' },
    await testIdentities(() => new Date()).headers(staff),
    await testIdentities(() => new Date(0)).headers(staff),
  ];
  for (const headers of strangers) {
    for (const query of ['{ __typename }', '{ _service { sdl } }', '{ __schema { types { name } } }']) {
      const response = await fetch(`${client.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        errors: [
          {
            message: 'This service answers only the gateway and other services.',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      });
    }
  }
  expect((await fetch(`${client.origin}/health/ready`)).status).toBe(200);
  expect((await fetch(`${client.origin}/health/live`)).status).toBe(200);
  expect((await fetch(`${client.origin}/elsewhere`)).status).toBe(401);
});

test('orders reserves on behalf of a customer, who sees the reservation; other users do not', async () => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const lines = [
    { productId: product, quantity: 1 },
    { productId: product, quantity: 2 },
  ];
  const answer = await client.as(orders)(RESERVE, { reference: 'order-1', lines });
  expect(answer).toMatchObject({
    data: {
      reserveStock: {
        __typename: 'Reservation',
        status: 'ACTIVE',
        expiresAt: '2026-11-20T12:15:00.000Z',
        lines: [{ quantity: 3, product: { id: product }, warehouse: { code: 'BER' } }],
      },
    },
  });
  const { id } = answer.data.reserveStock;
  const entity = `query ($id: ID!) {
    reservation(id: $id) { id }
    _entities(representations: [{ __typename: "Reservation", id: "${id}" }]) { ... on Reservation { status } }
  }`;
  for (const caller of [alice, staff, orders]) {
    expect(await client.as(caller)(entity, { id })).toEqual({
      data: { reservation: { id }, _entities: [{ status: 'ACTIVE' }] },
    });
  }
  expect(await client.as(mallory)(entity, { id })).toEqual({
    data: { reservation: null, _entities: [null] },
  });
  const denied = await client.as(ANONYMOUS)(entity, { id });
  expect(denied.data).toEqual({ reservation: null, _entities: [null] });
  expect(denied.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});

test('too little stock is an answer, not an error', async () => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const lines = [
    { productId: product, quantity: 3 },
    { productId: product, quantity: 3 },
  ];
  expect(await client.as(orders)(RESERVE, { reference: 'order-1', lines })).toEqual({
    data: {
      reserveStock: {
        __typename: 'InsufficientStock',
        shortages: [{ productId: product, requested: 6, available: 5 }],
      },
    },
  });
});

test.each([
  ['anonymous', ANONYMOUS, 'UNAUTHENTICATED'],
  ['a customer', alice, 'FORBIDDEN'],
  ['a vendor', mallory, 'FORBIDDEN'],
])('%s can neither reserve, confirm nor release, nor see stock', async (_who, caller, code) => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const id = newUuid();
  const operations: [string, Record<string, unknown>][] = [
    [RESERVE, { reference: 'r', lines: [{ productId: product, quantity: 1 }] }],
    ['mutation ($id: ID!) { confirmReservation(id: $id) { id } }', { id }],
    ['mutation ($id: ID!) { releaseReservation(id: $id) { id } }', { id }],
    ['mutation ($id: ID!) { releaseReference(reference: $id) { id } }', { id }],
    ['{ warehouses { id } }', {}],
    ['{ stockItems { totalCount } }', {}],
    ['{ stockMovements { totalCount } }', {}],
    [
      `{ _entities(representations: [{ __typename: "Product", id: "${product}", kind: "PHYSICAL" }]) {
        ... on Product { stock { id } stockMovements { totalCount } } } }`,
      {},
    ],
  ];
  for (const [query, variables] of operations) {
    const { errors } = await client.as(caller)(query, variables);
    expect(errors?.map((error) => error.extensions?.['code'])).toSatisfy((codes: string[]) =>
      codes.every((each) => each === code),
    );
    expect(errors).not.toHaveLength(0);
  }
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 0 });
});

test('invalid input is BAD_USER_INPUT with all problems, and changes nothing', async () => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const line = { productId: product, quantity: 1 };
  const wrong: [Record<string, unknown>, (string | number)[][]][] = [
    [{ reference: '', lines: [line] }, [['reference']]],
    [{ reference: 'x'.repeat(201), lines: [line] }, [['reference']]],
    [{ reference: 'a\0b', lines: [line] }, [['reference']]],
    [{ reference: 'r', lines: [] }, [['lines']]],
    [{ reference: 'r', lines: Array(101).fill(line) }, [['lines']]],
    [{ reference: 'r', lines: [line], ttl: 29 }, [['ttlSeconds']]],
    [{ reference: 'r', lines: [line], ttl: 86_401 }, [['ttlSeconds']]],
    [
      {
        reference: '',
        lines: [
          { productId: 'x', quantity: 0 },
          { productId: product, quantity: 100_001 },
        ],
      },
      [['reference'], ['lines', 0, 'productId'], ['lines', 0, 'quantity'], ['lines', 1, 'quantity']],
    ],
  ];
  for (const [variables, paths] of wrong) {
    const { data, errors } = await client.as(staff)(RESERVE, variables);
    expect(data).toEqual({ reserveStock: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: paths.map((path) => ({ path })),
    });
  }
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 0 });
});

test('available and inStock take one query for any number of products and order lines; DIGITAL has no stock', async () => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 5, [hamburg]: 2 });
  const representations = [
    { __typename: 'Product', id: product, kind: 'PHYSICAL' },
    { __typename: 'Product', id: newUuid(), kind: 'PHYSICAL' },
    { __typename: 'Product', id: newUuid(), kind: 'DIGITAL' },
    { __typename: 'OrderLine', productId: product, productKind: 'SEAT' },
    { __typename: 'QuoteLine', productId: newUuid(), productKind: 'DIGITAL' },
  ];
  const query = `query ($r: [_Any!]!) { _entities(representations: $r) {
    ... on Product { available inStock }
    ... on OrderLine { product { id kind available inStock } }
    ... on QuoteLine { product { kind available inStock } }
  } }`;
  const before = inventory.queryCount();
  const answer = await client.as(ANONYMOUS)(query, { r: representations });
  expect(answer).toEqual({
    data: {
      _entities: [
        { available: 7, inStock: true },
        { available: 0, inStock: false },
        { available: null, inStock: true },
        { product: { id: product, kind: 'SEAT', available: 7, inStock: true } },
        { product: { kind: 'DIGITAL', available: null, inStock: true } },
      ],
    },
  });
  expect(inventory.queryCount() - before).toBe(1);
});

test('staff page through stock and ledger, and get each row once', async () => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const berlin = await inventory.addWarehouse('BER');
  for (let n = 0; n < 7; n++) await inventory.addProduct({ [berlin]: n + 1 });
  for (const list of ['stockItems', 'stockMovements']) {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await client.as(staff)(
        `query ($after: String) { page: ${list}(first: 3, after: $after) {
          nodes { id product { id } warehouse { code } } totalCount pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      expect(data.page.totalCount).toBe(7);
      seen.push(...data.page.nodes.map(({ id }: { id: string }) => id));
      after = data.page.pageInfo.hasNextPage ? data.page.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe(7);
  }
});

test.each([
  ['first: 0', 'first'],
  ['first: 101', 'first'],
  ['after: "x"', 'after'],
  [`after: "${Buffer.from('["a","b"]').toString('base64url')}"`, 'after'],
  [`after: "${Buffer.from('["1"]').toString('base64url')}"`, 'after'],
  ['productId: "x"', 'productId'],
])('a page of stock items with %s is BAD_USER_INPUT', async (argument, name) => {
  await using inventory = await testInventory();
  await using client = await start(inventory);
  const { errors } = await client.as(staff)(`{ stockItems(${argument}) { totalCount } }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ path: [name] }] });
});
