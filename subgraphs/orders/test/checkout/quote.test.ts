/** Quotes over HTTP. */
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { ARCHIVED, BOOK, PRODUCT } from '../builders.ts';
import { CALLERS, ordersClient } from '../support/client.ts';
import { testWorld } from '../support/world.ts';

const QUOTE = /* GraphQL */ `
  query ($lines: [OrderLineInput!]!) {
    quote(lines: $lines) {
      total { amount currency } orderable
      lines { product { id } quantity unitPrice { amount } total { amount } available orderable }
    }
  }`;

const usd = (amount: string) => ({ amount });

test('prices lines and checks their stock with one request to each service, and reserves nothing', async () => {
  await using world = await testWorld({ stock: 5 });
  await using client = await ordersClient(world);
  const lines = [
    { productId: PRODUCT, quantity: 2 },
    { productId: BOOK, quantity: 7 },
    { productId: PRODUCT, quantity: 3 },
  ];
  expect(await client.as(CALLERS.anonymous)(QUOTE, { lines })).toEqual({
    data: {
      quote: {
        total: { amount: '120.00', currency: 'USD' },
        orderable: true,
        lines: [
          {
            product: { id: PRODUCT },
            quantity: 5,
            unitPrice: usd('10.00'),
            total: usd('50.00'),
            available: 5,
            orderable: true,
          },
          {
            product: { id: BOOK },
            quantity: 7,
            unitPrice: usd('10.00'),
            total: usd('70.00'),
            available: null,
            orderable: true,
          },
        ],
      },
    },
  });
  expect(world.calls).toEqual(['ProductsToOrder', 'AvailableUnits']);
  expect(world.books).toMatchObject({ stock: 5, held: 0 });
  expect(await world.deps.orders.countDocuments()).toBe(0);
});

test('is not orderable when stock is short or a product is not on sale', async () => {
  await using world = await testWorld({ stock: 5 });
  await using client = await ordersClient(world);
  const lines = [
    { productId: PRODUCT, quantity: 6 },
    { productId: ARCHIVED, quantity: 1 },
    { productId: BOOK, quantity: 1 },
  ];
  const { data } = await client.as(CALLERS.customer)(QUOTE, { lines });
  expect(data.quote).toMatchObject({
    orderable: false,
    lines: [
      { available: 5, orderable: false },
      { available: 0, orderable: false },
      { available: null, orderable: true },
    ],
  });
});

test('of DIGITAL products only does not call inventory', async () => {
  await using world = await testWorld();
  await using client = await ordersClient(world);
  const { data } = await client.as(CALLERS.anonymous)(QUOTE, { lines: [{ productId: BOOK, quantity: 1 }] });
  expect(data.quote.orderable).toBe(true);
  expect(world.calls).toEqual(['ProductsToOrder']);
});

test.each([
  [[], [['lines']]],
  [Array.from({ length: 101 }, () => ({ productId: PRODUCT, quantity: 1 })), [['lines']]],
  [
    [
      { productId: 'x', quantity: 0 },
      { productId: PRODUCT, quantity: 1001 },
    ],
    [
      ['lines', 0, 'productId'],
      ['lines', 0, 'quantity'],
      ['lines', 1, 'quantity'],
    ],
  ],
  [
    [PRODUCT, newUuid(), newUuid()].map((productId) => ({ productId, quantity: 1 })),
    [
      ['lines', 1, 'productId'],
      ['lines', 2, 'productId'],
    ],
  ],
])('invalid lines are BAD_USER_INPUT with all their problems (%#)', async (lines, paths) => {
  await using world = await testWorld();
  await using client = await ordersClient(world);
  const { data, errors } = await client.as(CALLERS.anonymous)(QUOTE, { lines });
  expect(data).toEqual({ quote: null });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: paths.map((path) => ({ path })),
  });
});

test.each(['ProductsToOrder', 'AvailableUnits'])('fails when %s has no answer', async (operation) => {
  await using world = await testWorld();
  await using client = await ordersClient(world);
  world.fail(operation, 'before');
  const { data, errors } = await client.as(CALLERS.anonymous)(QUOTE, {
    lines: [{ productId: PRODUCT, quantity: 1 }],
  });
  expect(data).toEqual({ quote: null });
  expect(errors?.[0]?.extensions?.['code']).toBe('SUBGRAPH_UNAVAILABLE');
});
