import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { createRetirement } from '../../src/graph/retirement.ts';
import { recordedLog } from './recordedLog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const { log } = recordedLog();
  const graph = { running: 1, ended: 0, end: async () => void graph.ended++ };
  const timeouts = { query: 1_000, mutation: 10_000, operation: 3_000 };
  const retirement = createRetirement({ timeouts, now: () => performance.now(), log });
  retirement.retire(graph as unknown as Graph);
  return { graph, retirement };
}

test('a graph is kept while operations run on it', async () => {
  const { graph, retirement } = setUp();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([graph.ended, retirement.size]).toEqual([0, 1]);
  graph.running = 0;
  await vi.advanceTimersByTimeAsync(1_000);
  expect([graph.ended, retirement.size]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(graph.ended).toBe(1);
});

test('a graph is kept no longer than an operation can take', async () => {
  const { graph } = setUp();
  await vi.advanceTimersByTimeAsync(16_000);
  expect(graph.ended).toBe(1);
});

test('a retired graph ends with the gateway', async () => {
  const { graph, retirement } = setUp();
  await retirement.end();
  expect([graph.ended, retirement.size]).toEqual([1, 0]);
});
