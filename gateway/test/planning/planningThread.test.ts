import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { block } from '@holdfast/dev/testing/serverThread';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { startPlanningThread } from '../../src/planning/thread/planningThread.ts';
import {
  createPlanSource,
  PLANNING_LIMITS,
  type PlanningOptions,
  type PlanSource,
  startPlanning,
} from '../../src/planning/thread/planSource.ts';

const SUPERGRAPH = join(import.meta.dirname, '../../../schema/supergraph.graphql');

const now = () => performance.now();

async function start(limits: Partial<PlanningOptions> = {}) {
  const supergraphSdl = readFileSync(SUPERGRAPH, 'utf8');
  const plans = await startPlanning({ supergraphSdl, now, ...PLANNING_LIMITS, ...limits });
  return { ...plans, [Symbol.asyncDispose]: () => plans.close() };
}

/** Requests a plan for a client that waits for at most `timeout` milliseconds. */
const ask = (plans: PlanSource, query: string, client = 'a client', timeout = 60_000) =>
  plans.plan(query, undefined, { client, deadline: now() + timeout });

/** An operation that takes seconds to plan. */
const large = largeOf(20_000);

function largeOf(fields: number): string {
  return `{ products { nodes { ${Array.from({ length: fields }, (_, i) => `a${i}: available`).join(' ')} } } }`;
}

const coded = (code: string, more: object = {}) =>
  expect.objectContaining({ extensions: expect.objectContaining({ code, ...more }) });
const tooComplex = coded('OPERATION_TOO_COMPLEX');
const busy = coded('PLANNER_BUSY', { retryAfter: 1, http: expect.objectContaining({ status: 503 }) });

/** Collects the threads that are started during the test. */
function followThreads(): Worker[] {
  const threads: Worker[] = [];
  const follow = (message: unknown) => {
    threads.push((message as { worker: Worker }).worker);
  };
  subscribe('worker_threads', follow);
  onTestFinished(() => void unsubscribe('worker_threads', follow));
  return threads;
}

test('planning does not block the thread that serves requests', async () => {
  await using plans = await start({ timeout: 300 });
  const planned = ask(plans, large).catch(() => 'given up');
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 10);
  await planned;
  clearInterval(timer);
  // Planning on this thread would have allowed none.
  expect(turns).toBeGreaterThan(2);
});

test('an idle planner releases memory, and plans again in the same thread', async () => {
  const threads = followThreads();
  await using plans = await start({ idle: 500, timeout: 60_000 });
  await ask(plans, largeOf(500));
  const [thread] = threads;
  const used = async () => (await thread!.getHeapStatistics()).used_heap_size;
  const before = await used();
  await vi.waitFor(async () => expect(await used()).toBeLessThan(before * 0.95), 20_000);
  const { plan } = await ask(plans, '{ products { totalCount } }');
  expect(plan).toMatchObject({ node: { kind: 'Fetch', serviceName: 'products' } });
  expect(threads).toHaveLength(1);
});

test('a supergraph that cannot be read makes the start fail', async () => {
  await expect(start({ supergraphSdl: 'type Query { a: Int }' })).rejects.toThrow(/.+/);
});

test('a planner that crashed is restarted for the next operations', async () => {
  const threads = followThreads();
  await using plans = await start();
  await threads[0]?.terminate();
  const both = [ask(plans, '{ me { id } }'), ask(plans, '{ products { totalCount } }')];
  expect((await Promise.all(both)).map(({ plan }) => plan.node)).toMatchObject([
    { kind: 'Fetch', serviceName: 'users' },
    { kind: 'Fetch', serviceName: 'products' },
  ]);
  expect(threads).toHaveLength(2);
  await plans.close();
  await expect(ask(plans, '{ me { id } }')).rejects.toThrow('The planner has ended.');
});

test('an operation that takes too long is refused for good; others wait until their own deadlines', async () => {
  const threads = followThreads();
  await using plans = await start({ timeout: 1_500 });
  const tooLong = expect(ask(plans, large)).rejects.toEqual(tooComplex);
  const [hasty, patient] = [ask(plans, '{ me { id } }', 'b', 50), ask(plans, '{ me { id } }', 'c')];
  await expect(hasty).rejects.toEqual(busy);
  await tooLong;
  expect((await patient).plan).toMatchObject({ node: { kind: 'Fetch', serviceName: 'users' } });
  await expect(ask(plans, large, 'b')).rejects.toEqual(tooComplex);
  // The first thread, and the one after it was terminated: the operation was not planned again.
  expect(threads).toHaveLength(2);
});

test('a plan that is finished in time is returned even if this thread was blocked past the deadline', async () => {
  const threads = followThreads();
  await using plans = await start({ timeout: 500 });
  const planned = ask(plans, '{ me { id } }', 'a', 500);
  // The planner's thread has the operation now; timers come next on this one.
  await turn();
  block(1_500);
  expect((await planned).plan).toMatchObject({ node: { kind: 'Fetch', serviceName: 'users' } });
  expect(threads).toHaveLength(1);
});

/** Starts a plan source on one thread that the following tests share. */
async function startOne(limits: Partial<PlanningOptions> = {}) {
  const { thread } = await started;
  return createPlanSource(thread, { now, ...PLANNING_LIMITS, ...limits });
}

const started = startPlanningThread({
  supergraphSdl: readFileSync(SUPERGRAPH, 'utf8'),
  ...PLANNING_LIMITS,
  timeout: 60_000,
}).then((thread) => {
  const planned: string[] = [];
  const plan: typeof thread.plan = (task) => {
    planned.push(task.query);
    return thread.plan(task);
  };
  return { planned, thread: { ...thread, plan } };
});
afterAll(async () => (await started).thread.close());

test('an operation is planned by name, with the time that it took', async () => {
  const plans = await startOne();
  const query = 'query A { me { id } } query B { products { totalCount } }';
  const { plan, milliseconds } = await plans.plan(query, 'B', { client: 'a', deadline: now() + 60_000 });
  expect(plan).toMatchObject({ node: { kind: 'Fetch', serviceName: 'products' } });
  expect(milliseconds).toBeGreaterThan(0);
});

test('an operation waits for at most one of another client, however many that client has', async () => {
  const plans = await startOne();
  const ended: string[] = [];
  const follow = async (name: string, query: string) => {
    await ask(plans, query, name);
    ended.push(name);
  };
  const many = Array.from({ length: 20 }, (_, i) => follow('many', largeOf(20 + i)));
  await Promise.all([...many, follow('one', '{ me { id } }'), follow('another', '{ me { name } }')]);
  expect(ended.slice(0, 3)).toEqual(['many', 'one', 'another']);
});

test('the number of waiting operations is limited, in total and for each client', async () => {
  const plans = await startOne({ waiting: 4, waitingPerClient: 2 });
  const some = ['{ me { id } }', '{ me { name } }'].map((query) => ask(plans, query));
  await expect(ask(plans, '{ me { email } }')).rejects.toEqual(busy);
  const more = ['{ me { email } }', '{ products { totalCount } }'].map((query) => ask(plans, query, 'b'));
  await expect(ask(plans, '{ __typename me { id name } }', 'c')).rejects.toEqual(busy);
  expect(await Promise.all([...some, ...more])).toHaveLength(4);
});

test('a plan that was late is returned when it is requested again', async () => {
  const plans = await startOne();
  const { planned } = await started;
  const query = largeOf(200);
  await expect(ask(plans, query, 'a', 1)).rejects.toEqual(busy);
  await ask(plans, '{ me { name } }');
  await ask(plans, query);
  expect(planned.filter((each) => each === query)).toHaveLength(1);
});

test('equal operations are planned once, and a refused one is not planned again', async () => {
  const plans = await startOne();
  const { planned } = await started;
  const times = (query: string) => planned.filter((each) => each === query).length;
  const [same, refused] = ['{ me { id email } }', '{ me { __typename: email } }'];
  await Promise.all([ask(plans, same), ask(plans, same, 'b')]);
  for (const client of ['a', 'b'])
    await expect(ask(plans, refused, client)).rejects.toEqual(
      coded('QUERY_PLAN_UNSUPPORTED', { field: '__typename' }),
    );
  expect([times(same), times(refused)]).toEqual([1, 1]);
});
