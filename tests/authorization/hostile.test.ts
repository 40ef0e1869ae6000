/**
 * Hostile input in every argument of every operation is refused with a reason or kept as plain data.
 * Generated from the schema.
 */
import { newUuid } from '@holdfast/kit-base/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Client, type Shop, startShop } from '../e2e/shop.ts';
import { OPERATION_DECISIONS } from './decisions.ts';
import { hostileTo, leavesOf, objectsOf, type Place, unusualTo, withValue } from './hostileValues.ts';
import { CALLS } from './operations.ts';
import { OPERATIONS, operationOf, type RootType } from './schema.ts';
import { snapshot, steadySnapshot } from './snapshot.ts';
import { createSubgraphCaller, ownerOf } from './subgraphCaller.ts';
import { CALLERS, createWorld, type World } from './world.ts';

let shop: Shop;
let world: World;
beforeAll(async () => {
  shop = await startShop([], { users: { ADDRESS_LIMIT_FACTOR: '9999' } });
  world = await createWorld(shop);
});
afterAll(() => shop[Symbol.asyncDispose]());

const LEAK = /stack|127\.0\.0\.1|localhost|select |insert |\.ts:|node_modules|mongo|postgres|undefined/i;
const CODES = new Set(
  'BAD_USER_INPUT BAD_REQUEST NOT_FOUND CONFLICT UNAUTHENTICATED RATE_LIMITED FORBIDDEN OPERATION_TOO_COMPLEX'.split(
    ' ',
  ),
);

/** Returns what is wrong with the answer to hostile input; undefined when nothing is. */
function complaint({ errors, status, ...more }: Answer): string | undefined {
  const answer = JSON.stringify({ errors, ...more });
  const codes = (errors ?? []).map(({ extensions }) => String(extensions?.['code']));
  if (status >= 500 || codes.some((code) => !CODES.has(code))) return `${status} ${answer.slice(0, 500)}`;
  if (errors && LEAK.test(JSON.stringify(errors))) return `leaks details: ${answer.slice(0, 500)}`;
  return undefined;
}

interface Target {
  readonly root: RootType;
  readonly field: string;
  readonly as: Client;
  readonly variables: Record<string, unknown>;
}

/** Returns an authorized caller of the operation, with valid variables. */
async function targetOf({ root, field }: (typeof OPERATIONS)[number]): Promise<Target> {
  const name = `${root}.${field}` as const;
  const { variables, changesCaller } = CALLS[name]!;
  const allowed = CALLERS.findLast((caller) => OPERATION_DECISIONS[name]?.[caller] === 'ALLOWED')!;
  const owner = OPERATION_DECISIONS[name]?.customer === 'ALLOWED' ? 'customer' : allowed;
  const as = changesCaller ? await world.fresh(owner) : world.callers[owner];
  return { root, field, as, variables: await variables(world, as) };
}

/** Operations that take exactly one of their arguments. */
const ONE_ARGUMENT = new Set(['product', 'category']);

function changed({ field, variables }: Target, place: Place, value: unknown): Record<string, unknown> {
  return withValue(ONE_ARGUMENT.has(field) ? {} : variables, place, value);
}

const send = ({ root, field, as }: Target, variables: Record<string, unknown>) =>
  as.query(operationOf(root, field, variables), variables);

/** Runs at most 8 at a time. */
async function each<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of queue) await run(item);
    }),
  );
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 60);

test('invalid values are refused with a reason, and change nothing', async () => {
  const targets = await Promise.all(OPERATIONS.map(targetOf));
  const cases = targets.flatMap((target) => [
    ...leavesOf(target.root, target.field).flatMap(({ place, scalar }) =>
      hostileTo(scalar).map((value) => ({ target, place, value })),
    ),
    ...objectsOf(target.root, target.field).flatMap((place) =>
      ['__proto__', 'constructor', '$where'].map((key) => ({ target, place: [...place, key], value: {} })),
    ),
  ]);
  expect(cases.length).toBeGreaterThan(1000);
  const before = await steadySnapshot(shop);
  const complaints: string[] = [];
  await each(cases, async ({ target, place, value }) => {
    const answer = await send(target, changed(target, place, value));
    const what = answer.errors ? complaint(answer) : `accepted: ${JSON.stringify(answer.data)}`;
    if (what) complaints.push(`${target.field} ${place.join('.')} = ${shown(value)}: ${what}`);
  });
  expect(complaints).toEqual([]);
  expect(await snapshot(shop)).toEqual(before);
});

test('unusual values are refused with a reason or accepted', async () => {
  const complaints: string[] = [];
  const cases = OPERATIONS.flatMap((operation) =>
    leavesOf(operation.root, operation.field).flatMap(({ place, scalar }) =>
      unusualTo(scalar).map((value) => ({ operation, place, value })),
    ),
  );
  await each(cases, async ({ operation, place, value }) => {
    const target = await targetOf(operation);
    const what = complaint(await send(target, changed(target, place, value)));
    if (what) complaints.push(`${operation.field} ${place.join('.')} = ${shown(value)}: ${what}`);
  });
  expect(complaints).toEqual([]);
});

test('a subgraph refuses nearly 1 MB of text with a reason; the gateway answers 1 MB with 413', async () => {
  const complaints: string[] = [];
  const atSubgraph = createSubgraphCaller(shop);
  await each(OPERATIONS, async (operation) => {
    const texts = leavesOf(operation.root, operation.field).filter(({ scalar }) => /String|ID/.test(scalar));
    if (texts.length === 0) return;
    const target = await targetOf(operation);
    for (const { place } of texts) {
      const variables = changed(target, place, 'x'.repeat(1_000_000));
      const caller = Object.values(world.callers).find(({ userId }) => userId === target.as.userId);
      const query = atSubgraph(caller ?? world.callers.customer, ownerOf(operation.root, operation.field));
      const answer = await query(operationOf(operation.root, operation.field, variables), variables);
      const what = answer.errors ? complaint(answer) : `accepted: ${shown(answer.data)}`;
      if (what) complaints.push(`${operation.field} ${place.join('.')}: ${what}`);
    }
  });
  expect(complaints).toEqual([]);
  expect(
    await shop.query('query ($slug: String) { product(slug: $slug) { id } }', { slug: 'x'.repeat(2 ** 20) }),
  ).toEqual({
    status: 413,
    errors: [{ message: 'The request is too large.', extensions: { code: 'BAD_REQUEST' } }],
  });
});

test.each(['{"$gt":""}', '__proto__', "'; drop table users; --", '%_\\'])(
  'the name %s is stored as it is',
  async (name) => {
    const document = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { name } }';
    const { data } = await world.callers.otherCustomer.query(document, { input: { name } });
    expect(data).toEqual({ updateProfile: { name } });
  },
);

describe('attributes of a product', () => {
  const CREATE = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { attributes } }`;
  const input = () => ({ sku: `T-${newUuid()}`, name: 'Thing', price: { amount: '1.00', currency: 'USD' } });

  test.each<Record<string, unknown>>([
    { constructor: { name: 'x' }, toString: 'x', valueOf: [] },
    { text: '{"$gt":""}', list: ['$where', '__proto__', null, 1e15, -0.5, false] },
    { 'with space': { ünïcödé: '😀', '': null } },
    { 'a.b': { 'c.d': [{ $x: 1 }] }, $set: { $where: '1' }, _bsontype: 'ObjectId', '\u{e000}x': '.' },
  ])('are returned unchanged: %j', async (attributes: Record<string, unknown>) => {
    const { data } = await world.callers.staff.query(CREATE, { input: { ...input(), attributes } });
    expect(JSON.stringify(data.createProduct.attributes)).toBe(JSON.stringify(attributes));
  });

  test.each(['{"__proto__":{"polluted":true}}', '{"a":[{"__proto__":null}]}'])(
    'the name __proto__ is refused with a reason: %s',
    async (attributes) => {
      const variables = { input: { ...input(), attributes: JSON.parse(attributes) } };
      const answer = await world.callers.staff.query(CREATE, variables);
      expect(answer.errors).toBeDefined();
      expect(complaint(answer)).toBeUndefined();
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  const DEPTH = 10_000;
  const deep = `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`;
  const bodies: [string, () => string][] = [
    [
      'in a variable',
      () =>
        JSON.stringify({ query: CREATE, variables: { input: { ...input(), attributes: 0 } } }).replace(
          ':0}',
          `:${deep}}`,
        ),
    ],
    [
      'in the document',
      () =>
        JSON.stringify({
          query: `mutation { createProduct(input: { sku: "x", name: "x", price: { amount: "1" }, attributes: ${deep.replaceAll('"', '')} }) { id } }`,
        }),
    ],
  ];
  test.each(bodies)('10,000 levels deep %s are refused with a reason', async (_, body) => {
    const response = await fetch(`${shop.holdfast.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.callers.staff.token}` },
      body: body(),
    });
    const answer = { status: response.status, ...((await response.json()) as object) } as Answer;
    expect(answer.errors).toBeDefined();
    expect(complaint(answer)).toBeUndefined();
  });
});

test.each([
  [
    'register',
    { input: { email: 'nobody', password: 'x', name: '' } },
    'input.email input.name input.password',
  ],
  [
    'addAddress',
    {
      input: {
        label: 'x'.repeat(51),
        address: { recipient: '', line1: '', city: '', postalCode: '', country: 'x' },
      },
    },
    'input.address.city input.address.country input.address.line1 input.address.recipient input.label',
  ],
  [
    'createProduct',
    {
      input: {
        sku: '!',
        name: '',
        price: { amount: '-1' },
        categoryId: 'x',
        attributes: [],
        imageUrl: 'x',
        description: 'x'.repeat(5001),
      },
    },
    'input.attributes input.categoryId input.description input.imageUrl input.name input.price.amount input.sku',
  ],
  [
    'placeOrder',
    {
      input: {
        idempotencyKey: '',
        lines: [{ productId: 'x', quantity: 0 }],
        shippingAddressId: 'x',
        expectedTotal: { amount: '-1' },
      },
    },
    'input.expectedTotal.amount input.idempotencyKey input.lines.0.productId input.lines.0.quantity input.shippingAddressId',
  ],
])('%s reports all problems at once', async (field, variables, paths) => {
  const { errors } = await world.callers.staff.query(operationOf('Mutation', field, variables), variables);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  const problems: { path: Place }[] = errors?.[0]?.extensions?.['problems'];
  expect(problems.map(({ path }) => path.join('.')).sort()).toEqual(paths.split(' '));
});
