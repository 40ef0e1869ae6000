/** Who may do what: every operation and every guarded field, as everybody. */
import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { placeOrder } from '../src/placeOrder.ts';
import { CALLERS, CUSTOMER_ID, ordersClient, type Who } from './client.ts';
import { PRODUCT, testWorld, type World } from './world.ts';

/** `ok`, `null` without an error, or an error's code. */
type Outcome = 'ok' | 'null' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';

interface Rule {
  readonly operation: string;
  readonly query: string;
  readonly outcomes: Record<Who, Outcome>;
}

const OWNER_OR_STAFF: Record<Who, Outcome> = {
  anonymous: 'UNAUTHENTICATED',
  customer: 'ok',
  other: 'null',
  vendor: 'null',
  staff: 'ok',
  admin: 'ok',
};
const STAFF_ONLY: Record<Who, Outcome> = {
  anonymous: 'UNAUTHENTICATED',
  customer: 'FORBIDDEN',
  other: 'FORBIDDEN',
  vendor: 'FORBIDDEN',
  staff: 'ok',
  admin: 'ok',
};
const everybody = (outcome: Outcome) =>
  Object.fromEntries(Object.keys(CALLERS).map((who) => [who, outcome])) as Record<Who, Outcome>;

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
    outcomes: everybody('ok'),
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
    outcomes: { ...everybody('ok'), anonymous: 'UNAUTHENTICATED' },
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
  const { order } = await placeOrder(
    world.deps,
    world.order({ customer: { id: CUSTOMER_ID, roles: ['CUSTOMER'] } }),
  );
  return order.id;
}

describe.each(RULES)('$operation', ({ query, outcomes }) => {
  test.each(Object.entries(outcomes) as [Who, Outcome][])('as %s: %s', async (who, outcome) => {
    await using world = await testWorld();
    await using client = await ordersClient(world);
    const id = await customersOrder(world);
    const type = /\.\.\. on (\w+)/.exec(query)?.[1];
    const lines = [{ productId: PRODUCT, quantity: 1 }];
    const { recipient, line1, city, postalCode, country } = world.order().shippingAddress!;
    const answer = await client.as(CALLERS[who])(query, {
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
