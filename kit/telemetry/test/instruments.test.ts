import { AggregatorRegistry, Counter, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { boundedLabel, createCounter, createHistogram } from '../src/instruments.ts';
import { showPool } from '../src/pools.ts';

test('cells are exported as counters and histograms of Prometheus', async () => {
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'things' });
  const counter = createCounter(registry, { name: 'things_total', help: 'Things.' });
  counter({ kind: 'a' }).add();
  counter({ kind: 'a' }).add(2);
  counter({ kind: 'b "quoted"' }).add();
  const histogram = createHistogram(registry, { name: 'things_seconds', help: 'Time.' });
  for (const seconds of [0.001, 0.3, 99]) histogram({ kind: 'a' }).observe(seconds);
  const text = await registry.metrics();
  for (const line of [
    '# TYPE things_total counter',
    'things_total{kind="a",service="things"} 3',
    'things_total{kind="b \\"quoted\\"",service="things"} 1',
    '# TYPE things_seconds histogram',
    'things_seconds_bucket{le="0.001",kind="a",service="things"} 1',
    'things_seconds_bucket{le="0.25",kind="a",service="things"} 1',
    'things_seconds_bucket{le="0.5",kind="a",service="things"} 2',
    'things_seconds_bucket{le="10",kind="a",service="things"} 2',
    'things_seconds_bucket{le="+Inf",kind="a",service="things"} 3',
    'things_seconds_sum{kind="a",service="things"} 99.301',
    'things_seconds_count{kind="a",service="things"} 3',
  ])
    expect(text.split('\n')).toContain(line);
});

test('metrics of several processes can be aggregated like those of prom-client', async () => {
  const processes = [1, 2].map((count) => {
    const registry = new Registry();
    createCounter(registry, { name: 'ours_total', help: 'Ours.' })({ kind: 'a' }).add(count);
    createHistogram(registry, { name: 'ours_seconds', help: 'Ours.' })({ kind: 'a' }).observe(count);
    new Counter({ name: 'theirs_total', help: 'Theirs.', registers: [registry] }).inc(count);
    return registry.getMetricsAsJSON();
  });
  const text = await AggregatorRegistry.aggregate(await Promise.all(processes)).metrics();
  expect(text).toContain('ours_total{kind="a"} 3');
  expect(text).toContain('ours_seconds_sum{kind="a"} 3');
  expect(text).toContain('ours_seconds_bucket{le="1",kind="a"} 1');
  expect(text).toContain('theirs_total 3');
});

test('a bounded label maps further values to `other`', () => {
  const label = boundedLabel(2);
  expect(['a', 'b', 'c', 'a', 'd', 'b'].map(label)).toEqual(['a', 'b', 'other', 'a', 'other', 'b']);
});

test('each scrape shows the current state of a pool', async () => {
  const registry = new Registry();
  let idle = 1;
  showPool(registry, 'postgres', () => ({ busy: 2, idle }));
  showPool(registry, 'users', () => ({ busy: 0, idle: 7 }));
  expect(await registry.metrics()).toContain('pool_connections{pool="postgres",state="idle"} 1');
  idle = 5;
  const text = await registry.metrics();
  expect(text).toContain('pool_connections{pool="postgres",state="idle"} 5');
  expect(text).toContain('pool_connections{pool="users",state="idle"} 7');
});
