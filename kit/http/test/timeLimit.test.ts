import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { block } from '@holdfast/dev/testing/serverThread';
import { startDeadline } from '@holdfast/kit-base/deadline';
import { TimeLimit, withSignal, withTimeout } from '@holdfast/kit-base/timeLimit';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { addHealth } from '../src/health.ts';

test('work that finishes in time never creates the error', async () => {
  let late = 0;
  const done = withTimeout(Promise.resolve('done'), 1, () => {
    late++;
    return new Error('late');
  });
  expect(await done).toBe('done');
  await delay(20);
  expect(late).toBe(0);
});

test('work that fails rejects with its own error', async () => {
  await expect(
    withTimeout(Promise.reject(new Error('broken')), 1_000, () => new Error('late')),
  ).rejects.toThrow('broken');
});

test('work that takes too long is rejected', async () => {
  await expect(withTimeout(new Promise(() => {}), 1, () => new Error('late'))).rejects.toThrow('late');
});

test('the signal of work that takes too long aborts with the error that is thrown', async () => {
  const reason = new Error('late');
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const work = (signal: AbortSignal) =>
    new Promise(() => signal.addEventListener('abort', () => resolve(signal.reason)));
  await expect(withSignal(work, 1, () => reason)).rejects.toBe(reason);
  expect(await promise).toBe(reason);
});

test('a limit that ends in the turn in which it expires does nothing', async () => {
  let isExpired = false;
  const limit = new TimeLimit(1, () => {
    isExpired = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1));
  limit.end();
  await delay(20);
  expect(isExpired).toBe(false);
});

/** Connects a pair of sockets: what one writes arrives at the other at once, and is read in the next turn. */
async function wire() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [there] = (await once(server, 'connection')) as [Socket];
  return {
    came: () => {
      const data = once(here, 'data');
      there.write('x');
      return data.then(() => 'came');
    },
    async [Symbol.asyncDispose]() {
      here.destroy();
      there.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const late = () => new Error('late');

test.each([
  ['work', (came: Promise<string>) => withTimeout(came, 50, late)],
  ['work with a signal', (came: Promise<string>) => withSignal(() => came, 50, late)],
  [
    'a request with a deadline',
    async (came: Promise<string>) => {
      const deadline = startDeadline('stock', 50);
      const answer = await came;
      deadline.end();
      await delay(20);
      return deadline.signal.aborted ? 'given up' : answer;
    },
  ],
])('%s: an answer that arrived in time while this process paused counts', async (_, wait) => {
  await using sockets = await wire();
  const waited = wait(sockets.came());
  block(100);
  expect(await waited).toBe('came');
});

test('a dependency that answered in time while this process paused counts as ready', async () => {
  await using sockets = await wire();
  const app = fastify();
  const database = async () => {
    const came = sockets.came();
    // Blocks once nothing else runs in this turn.
    process.nextTick(block, 2_100);
    await came;
  };
  addHealth(app, { database });
  expect((await app.inject('/health/ready')).json()).toEqual({ status: 'ok', checks: { database: 'ok' } });
});

test('a health check that throws synchronously is unavailable', async () => {
  await using app = fastify();
  addHealth(app, {
    broken: () => {
      throw new Error('no pool');
    },
  });
  const answer = await app.inject('/health/ready');
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toEqual({ status: 'unavailable', checks: { broken: 'unavailable' } });
});
