/**
 * Every operation and every field, as each of six callers: through the gateway, and at the subgraph that owns
 * it, which must refuse by itself. Generated from the schema. `decisions.ts` holds the expectations,
 * `operations.ts` the calls.
 */
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildReports } from '../e2e/rebuildReports.ts';
import { type Shop, startShop } from '../e2e/shop.ts';
import { AUDIT_ACTIONS, auditLines, privilegedCaller } from './audited.ts';
import { ENTITY_DECISIONS, OPERATION_DECISIONS, TYPE_DECISIONS } from './decisions.ts';
import { CALLS } from './operations.ts';
import { decisionOn, expectedOf, outcomeOf, readPath } from './paths.ts';
import { OPERATIONS, objectType, operationOf, type RootType, schema, selectionOf } from './schema.ts';
import { createSubgraphCaller, OWNED_FIELDS, ownerOf } from './subgraphCaller.ts';
import { CALLERS, createWorld, type World } from './world.ts';

const TYPES = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .map(({ name }) => name)
  .filter((name) => !['Query', 'Mutation', 'Subscription'].includes(name));
const fieldsOf = (type: string) => Object.keys(objectType(type).getFields());

test('every operation has a valid call and a decision, and nothing else does', () => {
  const names = OPERATIONS.map(({ root, field }) => `${root}.${field}`).sort();
  const plain = (table: object) => Object.keys(table).filter((name) => !name.includes(' '));
  expect(plain(CALLS).sort()).toEqual(names);
  expect(Object.keys(OPERATION_DECISIONS).sort()).toEqual(Object.keys(CALLS).sort());
});

test('every field has one decision, and nothing else does', () => {
  const decided = Object.entries(TYPE_DECISIONS).flatMap(([type, { open, guarded = [] }]) =>
    [open, ...guarded.map(([fields]) => fields)]
      .join(' ')
      .split(' ')
      .map((field) => `${type}.${field}`),
  );
  expect(decided.sort()).toEqual(
    TYPES.flatMap((type) => fieldsOf(type).map((field) => `${type}.${field}`)).sort(),
  );
});

let shop: Shop;
let world: World;
let atSubgraph: ReturnType<typeof createSubgraphCaller>;
beforeAll(async () => {
  shop = await startShop([], { users: { ADDRESS_LIMIT_FACTOR: '100' } });
  world = await createWorld(shop);
  // Makes sales visible in the reports.
  await rebuildReports(shop.dataDir);
  atSubgraph = createSubgraphCaller(shop);
});
afterAll(() => shop[Symbol.asyncDispose]());

const operations = Object.keys(CALLS).flatMap((name) => CALLERS.map((caller) => ({ name, caller })));

describe.each(['gateway', 'subgraph'] as const)('at the %s', (where) => {
  test.concurrent.each(operations)('$name as $caller', async ({ name, caller }) => {
    const { variables: make, changesCaller } = CALLS[name as keyof typeof CALLS]!;
    const as = changesCaller ? await world.fresh(caller) : world.callers[caller];
    const variables = await make(world, as);
    const [root, field] = name.split(' ')[0]!.split('.') as [RootType, string];
    const ask = where === 'gateway' ? as.query : atSubgraph(as, ownerOf(root, field));
    const answer = await ask(operationOf(root, field, variables), variables);
    expect(outcomeOf(answer, [field]), JSON.stringify(answer.errors)).toBe(
      OPERATION_DECISIONS[name]?.[caller],
    );
  });
});

const mutations = OPERATIONS.filter(({ root }) => root === 'Mutation').map(({ field }) => field);

test('every mutation leaves an audit entry, unless anonymous callers may call it', () => {
  expect(Object.keys(AUDIT_ACTIONS).sort()).toEqual(mutations.toSorted());
  const unaudited = mutations.filter((field) => AUDIT_ACTIONS[field] === null);
  const secured = unaudited.filter(
    (field) => OPERATION_DECISIONS[`Mutation.${field}`]?.anonymous !== 'ALLOWED',
  );
  expect(secured).toEqual([]);
});

const audited = mutations.filter((field) => AUDIT_ACTIONS[field] !== null);

test.concurrent.each(audited)(
  '%s leaves an audit entry with actor, action, before and after',
  async (field) => {
    const { variables: make } = CALLS[`Mutation.${field}` as keyof typeof CALLS]!;
    const decision = OPERATION_DECISIONS[`Mutation.${field}`]!;
    const name = privilegedCaller(decision);
    // Uses a fresh admin account, which has done nothing else.
    const as = name === 'admin' ? await world.fresh(name) : world.callers[name];
    const since = new Date();
    const variables = await make(world, as);
    const { errors } = await as.query(operationOf('Mutation', field, variables), variables);
    expect(errors).toBeUndefined();
    const by = decision.anonymous === 'ALLOWED' ? null : as;
    const wanted = { action: AUDIT_ACTIONS[field]!, since, by };
    await expect.poll(() => auditLines(world, wanted), { timeout: 60_000, interval: 300 }).not.toEqual([]);
    const [line] = await auditLines(world, wanted);
    if (by) expect([line?.before, line?.after]).not.toEqual([null, null]);
  },
);

const questions = TYPES.flatMap((type) => {
  const guarded = fieldsOf(type).filter((field) => decisionOn(type, field) !== 'open');
  const open = fieldsOf(type).filter((field) => decisionOn(type, field) === 'open');
  const asked = [...guarded.map((field) => ({ what: field, fields: [field] })), { what: '*', fields: open }];
  return asked.flatMap((each) => CALLERS.map((caller) => ({ type, caller, ...each })));
});

test.concurrent.each(questions)('$type $what as $caller', async ({ type, what, fields, caller }) => {
  const { steps, ask } = readPath(TYPE_DECISIONS[type]?.path ?? '');
  const way = what === '*' ? steps : [...steps, { type, field: what }];
  const answer = await world.callers[caller].query(ask(type, fields, world.things));
  const outcome = outcomeOf(
    answer,
    way.map(({ field }) => field),
  );
  expect(outcome, JSON.stringify(answer.errors)).toBe(expectedOf(way, caller));
});

/**
 * Fields without the keys that no client sees: a caller with such a key knows it already, so none needs a
 * decision.
 */
const entityFields = OWNED_FIELDS.filter(
  ({ type, field, isEntity }) => isEntity && fieldsOf(type).includes(field),
);

test('every entity has a decision, and nothing else does', () => {
  expect(Object.keys(ENTITY_DECISIONS).sort()).toEqual(
    [...new Set(entityFields.map(({ type }) => type))].sort(),
  );
});

test.concurrent.each(entityFields.flatMap((each) => CALLERS.map((caller) => ({ ...each, caller }))))(
  'the $type entity of $subgraph, its $field as $caller',
  async ({ subgraph, type, field, caller }) => {
    const fields = `__typename ${selectionOf(objectType(type), field)}`;
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
    const of = [{ __typename: type, ...keyOf(type) }];
    const answer = await atSubgraph(world.callers[caller], subgraph)(document, { of });
    const decision = decisionOn(type, field);
    const entity = ENTITY_DECISIONS[type]?.[caller];
    const isGuarded = entity === 'ALLOWED' && decision !== undefined && decision !== 'open';
    const way = ['_entities', isGuarded ? field : '__typename'];
    expect(outcomeOf(answer, way), JSON.stringify(answer.errors)).toBe(isGuarded ? decision[caller] : entity);
  },
);

/**
 * Returns what the gateway sends for the customer's object: its key, and the fields that `@requires` names.
 */
function keyOf(type: string): object {
  const { order, reservation, payment, product, category } = world.things;
  const line = { productId: product, productKind: 'PHYSICAL' };
  const keys: Record<string, object> = {
    User: { id: world.callers.customer.userId },
    Product: { id: product, kind: 'PHYSICAL' },
    Category: { id: category },
    Order: { id: order },
    Saga: { id: order },
    Reservation: { id: reservation },
    Payment: { id: payment },
    OrderLine: line,
    QuoteLine: line,
  };
  return keys[type]!;
}
