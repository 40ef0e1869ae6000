/**
 * Kills the orders service exactly before and after every step, every compensation and every write of an
 * order, in every scenario. The points of a scenario are those that an undisturbed order reaches.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STEP_NAMES } from '../../subgraphs/orders/src/saga/steps/steps.ts';
import { settle } from './check/settle.ts';
import { clientOf, type Reply } from './drive/client.ts';
import { customerWith, type Population, productWith } from './drive/population.ts';
import { type Session, signIn } from './drive/sessions.ts';
import { newWitness, noteAnswer, noteSent } from './drive/witness.ts';
import { preload } from './hooks/preload.ts';
import { armedFile, keyOf, type Seen, seenFile } from './points/folder.ts';
import { SCENARIOS, type Scenario, stepsWithoutScenario } from './points/scenarios.ts';
import { type ChaosShop, startChaosShop } from './shop/chaosShop.ts';

/**
 * Orders that are held at once. All must be held before the first one's lease of ten seconds expires: 40 were not
 * on a machine that ran three shops at a third of its usual speed.
 */
const AT_ONCE = 20;
/** Milliseconds. */
const LEASE = 10_000;
/** Milliseconds within which recovery resumes the orders of a killed process. */
const RECOVERY = 15_000;

let folder: string;
let chaos: ChaosShop;
let population: Population;
let rich: Session;
let poor: Session;
const witness = newWitness();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-points-'));
  chaos = await startChaosShop({ orders: preload('points/register.ts', { CHAOS_POINTS: folder }) });
  const { shop } = chaos;
  const customers = [await customerWith(shop, '10000.00'), await customerWith(shop, '1.00')];
  population = { customers, products: [await productWith(shop, 800)] };
  const send = clientOf(shop.holdfast.url);
  [rich, poor] = await Promise.all([
    signIn(send, witness, customers[0]!),
    signIn(send, witness, customers[1]!),
  ]);
});
afterAll(async () => {
  await chaos[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

interface Attempt {
  readonly scenario: Scenario;
  readonly point: number | null;
}

const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { replayed order { id status rejection { code } } } }`;
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id) { id status } }';

async function place({ scenario, point }: Attempt): Promise<Reply> {
  const session = scenario.isPoor ? poor : rich;
  const key = keyOf({ scenario: scenario.name, point });
  const sent = noteSent(witness, session.customer.id, key);
  const [product] = population.products;
  const reply = await clientOf(chaos.shop.holdfast.url)({
    document: PLACE,
    variables: { input: { idempotencyKey: key, ...scenario.input(product!.id) } },
    token: session.token(),
  });
  if (reply.kind === 'answer') {
    const { order } = reply.data.placeOrder;
    sent.orderIds.add(order.id);
    noteAnswer(witness, order.id, order.status);
  }
  return reply;
}

/** Sends the request that the scenario tests: the order, or its cancellation. */
async function request(attempt: Attempt): Promise<Reply> {
  const { scenario, point } = attempt;
  if (scenario.ends !== 'CANCELLED') return place(attempt);
  const session = scenario.isPoor ? poor : rich;
  const sent = noteSent(witness, session.customer.id, keyOf({ scenario: scenario.name, point }));
  const [id] = sent.orderIds;
  if (id === undefined) throw new Error('There is no order to cancel.');
  witness.cancelAsked.add(id);
  return clientOf(chaos.shop.holdfast.url)({ document: CANCEL, variables: { id }, token: session.token() });
}

async function seen(): Promise<Seen[]> {
  const text = await readFile(seenFile(folder), 'utf8');
  // The last line may be incomplete.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Seen);
}

/** Runs an order through each scenario undisturbed. @returns the points that it reached, by scenario. */
async function discover(): Promise<Map<string, string[]>> {
  for (const scenario of SCENARIOS) {
    const attempt = { scenario, point: null };
    if (scenario.ends === 'CANCELLED') await place(attempt);
    const reply = await request(attempt);
    if (reply.kind !== 'answer') throw new Error(`${scenario.name}: ${JSON.stringify(reply)}`);
    const order = reply.data.placeOrder?.order ?? reply.data.cancelOrder;
    expect({ status: order.status, rejection: order.rejection?.code ?? null }).toEqual({
      status: scenario.ends,
      rejection: scenario.rejection,
    });
  }
  const all = await seen();
  return new Map(
    SCENARIOS.map(({ name }) => {
      const key = keyOf({ scenario: name, point: null });
      return [name, all.filter((each) => each.key === key).map((each) => each.name)];
    }),
  );
}

/** Runs orders until each is held at its point, then kills the process that holds them all. */
async function killAt(attempts: readonly Attempt[]): Promise<void> {
  for (const attempt of attempts.filter(({ scenario }) => scenario.ends === 'CANCELLED'))
    await place(attempt);
  const keys = attempts.map(({ scenario, point }) => keyOf({ scenario: scenario.name, point }));
  await writeFile(armedFile(folder), JSON.stringify(keys));
  const from = performance.now();
  const replies = attempts.map(request);
  const held = async () => {
    const names = new Set((await seen()).filter(({ isHeld }) => isHeld).map(({ key }) => key));
    return keys.filter((key) => !names.has(key));
  };
  await expect.poll(held, { timeout: LEASE }).toEqual([]);
  const { holdfast } = chaos.shop;
  const program = holdfast.program('orders')!;
  program.kill('SIGKILL');
  await program.ended;
  expect(performance.now() - from, 'no process took over a held order before the kill').toBeLessThan(LEASE);
  await rm(armedFile(folder));
  for (const reply of await Promise.all(replies)) expect(reply.kind).toBe('lost');
  await expect.poll(() => holdfast.program('orders')?.pid, { timeout: 20_000 }).toBeGreaterThan(0);
  // The lost requests opened the gateway's circuit breaker. Wait until it closes, so that it refuses none of
  // the next.
  const ask = clientOf(holdfast.url);
  const document = '{ me { orders(first: 1) { totalCount } } }';
  const answered = async () => {
    const reply = await ask({ document, variables: {}, token: rich.token() });
    return reply.kind === 'answer' && reply.data.me?.orders != null;
  };
  await expect.poll(answered, { timeout: 20_000 }).toBe(true);
}

test('an order that was killed at any point ends like one that was not', { timeout: 240_000 }, async () => {
  expect(stepsWithoutScenario()).toEqual([]);
  const points = await discover();
  const names = new Set([...points.values()].flat());
  for (const step of STEP_NAMES) {
    for (const point of [`before run`, `after run`, `before undo`, `after undo`]) {
      expect(names, 'points that some order reached').toContain(`${point} ${step}`);
    }
  }
  const attempts = SCENARIOS.flatMap((scenario) =>
    points.get(scenario.name)!.map((_name, point) => ({ scenario, point })),
  );
  for (let n = 0; n < attempts.length; n += AT_ONCE) await killAt(attempts.slice(n, n + AT_ONCE));

  const settled = await settle(chaos, population, witness, LEASE + RECOVERY);
  expect(settled.violations).toEqual([]);
  // Everything has settled. A caller that repeats its request learns how the order ended, even if the first
  // try was lost.
  for (const attempt of attempts) {
    const { scenario, point } = attempt;
    const reply = await request(attempt);
    const at = `${scenario.name}, killed ${points.get(scenario.name)![point]}`;
    if (reply.kind !== 'answer') throw new Error(`${at}: ${JSON.stringify(reply)}`);
    const { status, rejection } = reply.data.placeOrder?.order ?? reply.data.cancelOrder;
    expect({ at, status, rejection: rejection?.code ?? null }).toEqual({
      at,
      status: scenario.ends,
      rejection: scenario.rejection,
    });
  }
  expect((await settle(chaos, population, witness)).violations).toEqual([]);
});
