/** Every bad input gets an error with its code, and changes nothing. */

import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { newUuid } from '@holdfast/kit-base/ids';
import { beforeAll, describe, expect, test } from 'vitest';
import { SUBGRAPHS } from '../../../dev/src/services.ts';
import { BERLIN, type Client, orderOf, PLACE_ORDER } from '../shop.ts';
import { shop } from './shop.ts';

let customer: Client;
let product: string;

beforeAll(async () => {
  customer = await shop.customer('1000.00');
  product = await shop.product(5000);
});

/** Returns everything that an order could change, from all databases. */
async function everything() {
  const [stock, holds, money, payments] = await Promise.all([
    shop.inventory.query('select id, on_hand, reserved from stock_items order by id'),
    shop.inventory.query('select count(*) from reservations'),
    shop.payments.query('select count(*) from postings'),
    shop.payments.query('select count(*) from payments'),
  ]);
  const orders = await shop.orders.db.collection('orders').countDocuments();
  return [stock.rows, holds.rows, money.rows, payments.rows, orders];
}

async function expectRefused(
  variables: Record<string, unknown>,
  code: string,
  as: { query: Client['query'] } = customer,
) {
  const before = await everything();
  const answer = await as.query(PLACE_ORDER, variables);
  expect(answer.data?.placeOrder ?? null).toBeNull();
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors?.[0]?.extensions?.['code']).toBe(code);
  expect(JSON.stringify(answer)).not.toMatch(/stack|127\.0\.0\.1|localhost|select |insert |\.ts:/i);
  expect(await everything()).toEqual(before);
  return answer.errors![0]!;
}

describe('a quantity of', () => {
  test.each([0, -1, 1.5, 1001, 2 ** 31, '1', null, true, [1, 2]])(
    '%s is BAD_USER_INPUT at its path',
    async (quantity) => {
      const { extensions } = await expectRefused(
        {
          input: {
            idempotencyKey: newUuid(),
            lines: [{ productId: product, quantity }],
            shippingAddress: BERLIN,
          },
        },
        'BAD_USER_INPUT',
      );
      expect(extensions?.['problems']).toMatchObject([
        { path: ['input', 'lines', 0, 'quantity'], message: expect.any(String) },
      ]);
    },
  );

  test('1000 and 1000 more of one product adds up to 2000, which is allowed', async () => {
    const lines = [1000, 1000].map((quantity) => ({ productId: product, quantity }));
    const { data } = await customer.query(PLACE_ORDER, {
      input: { idempotencyKey: newUuid(), lines, shippingAddress: BERLIN },
    });
    expect(data.placeOrder.order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'PAYMENT_DECLINED' },
    });
  });
});

describe('an order', () => {
  const wrong: [string, Record<string, unknown>, (string | number)[]][] = [
    ['without lines', { lines: [] }, ['input', 'lines']],
    ['of 101 lines', { lines: Array(101).fill({ productId: newUuid(), quantity: 1 }) }, ['input', 'lines']],
    ['with an empty key', { idempotencyKey: '' }, ['input', 'idempotencyKey']],
    ['with a key of spaces', { idempotencyKey: '   ' }, ['input', 'idempotencyKey']],
    ['with a key of 300 characters', { idempotencyKey: 'x'.repeat(300) }, ['input', 'idempotencyKey']],
    ['with a null byte in its key', { idempotencyKey: 'a\0b' }, ['input', 'idempotencyKey']],
    ['with a lone surrogate in its key', { idempotencyKey: 'a\ud800b' }, ['input', 'idempotencyKey']],
    [
      'of a malformed product id',
      { lines: [{ productId: 'x', quantity: 1 }] },
      ['input', 'lines', 0, 'productId'],
    ],
    [
      'of a product id that is an operator',
      { lines: [{ productId: '{"$gt":""}', quantity: 1 }] },
      ['input', 'lines', 0, 'productId'],
    ],
    [
      'of an unknown product',
      { lines: [{ productId: newUuid(), quantity: 1 }] },
      ['input', 'lines', 0, 'productId'],
    ],
    ['without an address', { shippingAddress: null }, ['input', 'shippingAddress']],
    ['to two addresses', { shippingAddressId: newUuid() }, ['input', 'shippingAddressId']],
    [
      'to a malformed address id',
      { shippingAddress: null, shippingAddressId: 'x' },
      ['input', 'shippingAddressId'],
    ],
    [
      'to a country that is not a code',
      { shippingAddress: { ...BERLIN, country: 'Germany' } },
      ['input', 'shippingAddress', 'country'],
    ],
    ...['ZZ', 'XX', 'UK', 'EU'].map((country): [string, Record<string, unknown>, (string | number)[]] => [
      `to ${country}, which is no country`,
      { shippingAddress: { ...BERLIN, country } },
      ['input', 'shippingAddress', 'country'],
    ]),
    [
      'to Germany without a postal code',
      { shippingAddress: { ...BERLIN, postalCode: null } },
      ['input', 'shippingAddress', 'postalCode'],
    ],
    [
      'to a postal code of another country',
      { shippingAddress: { ...BERLIN, postalCode: 'SW1A 1AA' } },
      ['input', 'shippingAddress', 'postalCode'],
    ],
    [
      'to a recipient with an unreadable name',
      { shippingAddress: { ...BERLIN, recipient: '\u200b\u3164' } },
      ['input', 'shippingAddress', 'recipient'],
    ],
    [
      'to a recipient without a name',
      { shippingAddress: { ...BERLIN, recipient: '' } },
      ['input', 'shippingAddress', 'recipient'],
    ],
    [
      'to a street of 60 KB',
      { shippingAddress: { ...BERLIN, line1: 'x'.repeat(60_000) } },
      ['input', 'shippingAddress', 'line1'],
    ],
    [
      'with a total of half a cent',
      { expectedTotal: { amount: '1.005' } },
      ['input', 'expectedTotal', 'amount'],
    ],
    [
      'with a total in an unknown currency',
      { expectedTotal: { amount: '1.00', currency: 'XXX' } },
      ['input', 'expectedTotal', 'currency'],
    ],
    [
      'with a total of minus one',
      { expectedTotal: { amount: '-1.00' } },
      ['input', 'expectedTotal', 'amount'],
    ],
    [
      'with a total that is a float',
      { expectedTotal: { amount: 1.5 } },
      ['input', 'expectedTotal', 'amount'],
    ],
  ];
  test.each(wrong)('%s is BAD_USER_INPUT at its path', async (_what, more, path) => {
    const { extensions } = await expectRefused(orderOf(product, 1, more), 'BAD_USER_INPUT');
    expect(extensions?.['problems']).toMatchObject([{ path, message: expect.any(String) }]);
  });

  test('to a country without postal codes keeps its address', async () => {
    const address = { ...BERLIN, city: 'Hong Kong', postalCode: null, country: 'HK' };
    const { data } = await customer.query(
      `mutation ($input: PlaceOrderInput!) {
        placeOrder(input: $input) { order { status shippingAddress { postalCode country } } } }`,
      orderOf(product, 1, { shippingAddress: address }),
    );
    expect(data.placeOrder.order).toEqual({
      status: 'CONFIRMED',
      shippingAddress: { postalCode: null, country: 'HK' },
    });
  });

  test('reports all its problems at once', async () => {
    const { extensions } = await expectRefused(
      orderOf('x', 0, { idempotencyKey: '', shippingAddress: { ...BERLIN, city: '' } }),
      'BAD_USER_INPUT',
    );
    expect(extensions?.['problems'].map(({ path }: { path: string[] }) => path.join('.')).sort()).toEqual([
      'input.idempotencyKey',
      'input.lines.0.productId',
      'input.lines.0.quantity',
      'input.shippingAddress.city',
    ]);
  });

  test("to another's address is NOT_FOUND", async () => {
    const id = newUuid();
    await shop.customer('0.00', { addresses: [{ id, label: 'Home', isDefault: true, address: BERLIN }] });
    await expectRefused(orderOf(product, 1, { shippingAddress: null, shippingAddressId: id }), 'NOT_FOUND');
  });

  test("of another vendor's draft is BAD_USER_INPUT, as for an unknown product", async () => {
    const draft = await shop.product(5, { status: 'DRAFT' });
    await expectRefused(orderOf(draft), 'BAD_USER_INPUT');
  });
});

describe('a caller', () => {
  test('without a token is UNAUTHENTICATED', async () => {
    await expectRefused(orderOf(product), 'UNAUTHENTICATED', {
      query: (document, variables) => shop.query(document, variables),
    });
  });

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokens: [string, (token: string) => string][] = [
    ['tampered', (token) => token.replace(/\.[^.]+\./, (payload) => payload.replace(/.{4}\.$/, 'AAAA.'))],
    ['cut', (token) => token.slice(0, -5)],
    ['malformed', () => 'nonsense'],
    ['unsigned', (token) => `${encode({ alg: 'none' })}.${token.split('.')[1]}.`],
    [
      'expired and foreign',
      () => {
        const claims = { iss: 'holdfast', aud: 'holdfast', sub: newUuid(), roles: ['ADMIN'], exp: 1 };
        const signed = `${encode({ alg: 'EdDSA', kid: 'x' })}.${encode(claims)}`;
        const { privateKey } = generateKeyPairSync('ed25519');
        return `${signed}.${signBytes(null, Buffer.from(signed), privateKey).toString('base64url')}`;
      },
    ],
  ];
  test.each(tokens)('with a token that is %s is UNAUTHENTICATED', async (_what, change) => {
    const token = change(customer.token);
    const bad = {
      query: (document: string, variables?: Record<string, unknown>) =>
        shop.query(document, variables, token),
    };
    await expectRefused(orderOf(product), 'UNAUTHENTICATED', bad);
    expect((await bad.query('{ me { id } }')).status).toBe(401);
  });

  test('who pretends to be the gateway stays anonymous', async () => {
    const response = await fetch(`${shop.holdfast.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-holdfast-identity': 'x.y.z' },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
    expect(await response.json()).toEqual({ data: { me: null } });
  });
});

test('a malformed id is BAD_USER_INPUT, an unknown one is null', async () => {
  for (const field of [
    'order(id: "x") { id }',
    'saga(id: "x") { id }',
    'reservation(id: "x") { id }',
    'product(id: "x") { id }',
    'user(id: "x") { id }',
  ]) {
    const { errors } = await customer.query(`{ ${field} }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ path: ['id'] }] });
  }
  for (const field of ['order', 'saga', 'reservation', 'product']) {
    expect(await customer.query(`{ ${field}(id: "${newUuid()}") { id } }`)).toMatchObject({
      data: { [field]: null },
    });
  }
});

test('a subgraph that is called directly answers 401 and nothing else', async () => {
  for (const name of SUBGRAPHS) {
    for (const headers of [
      {},
      { authorization: `Bearer ${customer.token}` },
      { 'x-holdfast-identity': customer.token },
    ]) {
      const response = await fetch(`http://127.0.0.1:${shop.holdfast.ports[name]}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ __typename }' }),
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
});

test('operations for services only cannot be reached from outside', async () => {
  const { data } = await shop.query('{ __schema { mutationType { fields { name } } } }');
  const names = data.__schema.mutationType.fields.map(({ name }: { name: string }) => name);
  expect(names).toContain('placeOrder');
  expect(names).not.toContain('authorizePayment');
  const staff = await shop.login('staff@demo.test', 'holdfast-demo');
  for (const operation of [
    `mutation { capturePayment(orderId: "${newUuid()}") { id } }`,
    `mutation { releaseReference(reference: "x") { id } }`,
    `{ paymentOfOrder(orderId: "${newUuid()}") { id } }`,
    '{ _service { sdl } }',
    '{ _entities(representations: []) { __typename } }',
  ]) {
    const { status, errors } = await staff.query(operation);
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  }
  const { errors } = await customer.query(
    `mutation { reserveStock(reference: "mine", lines: [{ productId: "${product}", quantity: 1 }]) { __typename } }`,
  );
  expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});
