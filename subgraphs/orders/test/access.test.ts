/** Access rules: every operation and every guarded field, called by each kind of caller. */
import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { buildAddress, PRODUCT } from './builders.ts';
import { CALLERS, type CallerKind, CUSTOMER_ID, ordersClient } from './support/client.ts';
import { place } from './support/orders.ts';
import { testWorld, type World } from './support/world.ts';

/** `ok`, `null` without an error, or the code of an error. */
type Outcome = 'ok' | 'null' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';

interface Rule {
  readonly operation: string;
  readonly query: string;
  readonly outcomes: Record<CallerKind, Outcome>;
}

const OWNER_OR_STAFF: Record<CallerKind, Outcome> = {
  anonymous: 'UNAUTHENTICATED',
  customer: 'ok',
  other: 'null',
  vendor: 'null',
  staff: 'ok',
  admin: 'ok',
};
const STAFF_ONLY: Record<CallerKind, Outcome> = {
  anonymous: 'UNAUTHENTICATED',
  customer: 'FORBIDDEN',
  other: 'FORBIDDEN',
  vendor: 'FORBIDDEN',
  staff: 'ok',
  admin: 'ok',
};
const everyone = (outcome: Outcome) =>
  Object.fromEntries(Object.keys(CALLERS).map((caller) => [caller, outcome])) as Record<CallerKind, Outcome>;

const entity = (type: string, fields: string) =>
  `query ($entities: [_Any!]!) {
    field: _entities(representations: $entities) { ... on ${type} { ${fields} } }
  }`;

const RULES: Rule[] = [
  {
    operation: 'order',
    query: 'query ($id: ID!) { field: order(id: $id) { id } }',
    outcomes: OWNER_OR_STAFF,
  },
  { operation: 'saga', query: 'query ($id: ID!) { field: saga(id: $id) { id } }', outcomes: OWNER_OR_STAFF },
  {
    operation: 'orders',
    query: 'query ($user: ID!) { field: orders(filter: { userId: $user }) { nodes { id } totalCount } }',
    outcomes: STAFF_ONLY,
  },
  {
    operation: 'quote',
    query: 'query ($lines: [OrderLineInput!]!) { field: quote(lines: $lines) { orderable } }',
    outcomes: everyone('ok'),
  },
  {
    operation: 'cancelOrder',
    query: 'mutation ($id: ID!) { field: cancelOrder(id: $id) { id } }',
    outcomes: { ...OWNER_OR_STAFF, other: 'NOT_FOUND', vendor: 'NOT_FOUND' },
  },
  {
    operation: 'updateOrderStatus',
    query: 'mutation ($id: ID!) { field: updateOrderStatus(id: $id, status: SHIPPED) { id } }',
    outcomes: STAFF_ONLY,
  },
  {
    operation: 'placeOrder',
    query: 'mutation ($input: PlaceOrderInput!) { field: placeOrder(input: $input) { order { id } } }',
    outcomes: { ...everyone('ok'), anonymous: 'UNAUTHENTICATED' },
  },
  {
    operation: 'User.orders',
    query: entity('User', 'orders(filter: { status: [CONFIRMED] }) { totalCount }'),
    outcomes: { ...STAFF_ONLY, anonymous: 'FORBIDDEN', customer: 'ok' },
  },
  {
    operation: 'Order as an entity',
    query: entity('Order', 'id'),
    outcomes: { ...OWNER_OR_STAFF, anonymous: 'null' },
  },
  {
    operation: 'Saga as an entity',
    query: entity('Saga', 'id'),
    outcomes: { ...OWNER_OR_STAFF, anonymous: 'null' },
  },
];

function outcomeOf({ data, errors }: GraphQLAnswer): string {
  if (errors) return errors.map(({ extensions }) => extensions?.['code']).join(' ');
  const [only = data?.field] = Array.isArray(data?.field) ? data.field : [];
  return only === null ? 'null' : 'ok';
}

async function customersOrder(world: World): Promise<string> {
  const order = await place(world, { customer: { id: CUSTOMER_ID, roles: ['CUSTOMER'] } });
  return order.id;
}

describe.each(RULES)('$operation', ({ query, outcomes }) => {
  test.each(Object.entries(outcomes) as [CallerKind, Outcome][])('as %s: %s', async (caller, outcome) => {
    await using world = await testWorld();
    await using client = await ordersClient(world);
    const id = await customersOrder(world);
    const type = /\.\.\. on (\w+)/.exec(query)?.[1];
    const lines = [{ productId: PRODUCT, quantity: 1 }];
    const { recipient, line1, city, postalCode, country } = buildAddress();
    const answer = await client.as(CALLERS[caller])(query, {
      id,
      user: CUSTOMER_ID,
      lines,
      entities: [{ __typename: type, id: type === 'User' ? CUSTOMER_ID : id }],
      input: {
        idempotencyKey: newUuid(),
        lines,
        shippingAddress: { recipient, line1, city, postalCode, country },
      },
    });
    expect(outcomeOf(answer)).toBe(outcome);
    const refused = outcome !== 'ok';
    if (refused) expect((await world.deps.orders.findOne({ _id: id }))?.status).toBe('CONFIRMED');
  });
});
