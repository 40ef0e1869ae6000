import { expect, test } from 'vitest';
import { type BreakerState, createBreaker, type Verdict } from '../../src/subgraphs/breaker.ts';

function breakerAt(start: number) {
  let time = start;
  const changes: BreakerState[] = [];
  const breaker = createBreaker({ now: () => time, onChange: (state) => changes.push(state) });
  return {
    ...breaker,
    changes,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** Makes calls one after the other. */
    calls: (...verdicts: readonly Verdict[]) => {
      for (const verdict of verdicts) {
        const permit = breaker.admit();
        if (permit !== null) breaker.settle(permit, verdict);
      }
    },
  };
}

const failures = (count: number): Verdict[] => Array.from({ length: count }, () => 'failed');

test('it opens after five consecutive failures, and admits no more calls', () => {
  const breaker = breakerAt(0);
  breaker.calls(...failures(4), 'answered', ...failures(4));
  expect(breaker.state()).toBe('closed');
  breaker.calls('failed');
  expect(breaker.state()).toBe('open');
  expect(breaker.admit()).toBeNull();
});

test('an outcome that is not the subgraph’s counts neither way', () => {
  const breaker = breakerAt(0);
  breaker.calls(...failures(4), 'nothing', 'nothing', 'failed');
  expect(breaker.state()).toBe('open');
});

test('it opens when half of twenty calls failed', () => {
  const breaker = breakerAt(0);
  const half = Array.from({ length: 9 }, (): Verdict[] => ['failed', 'answered']).flat();
  breaker.calls(...half, 'answered');
  expect(breaker.state()).toBe('closed');
  breaker.calls('failed', 'failed');
  expect(breaker.state()).toBe('open');
});

test('failures older than ten seconds are forgotten', () => {
  const half = Array.from({ length: 9 }, (): Verdict[] => ['failed', 'answered']).flat();
  const breaker = breakerAt(0);
  breaker.calls(...half);
  breaker.pass(10_000);
  breaker.calls('failed', 'answered', 'failed');
  expect(breaker.state()).toBe('closed');
  const remembering = breakerAt(0);
  remembering.calls(...half);
  remembering.pass(4_000);
  remembering.calls('failed', 'answered', 'failed');
  expect(remembering.state()).toBe('open');
});

test('after an answered probe one call at a time goes through, and decides the state', () => {
  const breaker = breakerAt(0);
  breaker.calls(...failures(5));
  breaker.probed();
  expect(breaker.state()).toBe('half-open');
  const trial = breaker.admit();
  expect(breaker.admit()).toBeNull();
  breaker.settle(trial!, 'failed');
  expect(breaker.state()).toBe('open');
  breaker.probed();
  breaker.calls('answered');
  expect(breaker.state()).toBe('closed');
  expect(breaker.changes).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
});

test('a slow trial does not keep all others waiting', () => {
  const breaker = breakerAt(0);
  breaker.calls(...failures(5));
  breaker.probed();
  expect(breaker.admit()).not.toBeNull();
  breaker.pass(249);
  expect(breaker.admit()).toBeNull();
  breaker.pass(1);
  const second = breaker.admit();
  expect(second).not.toBeNull();
  expect(breaker.admit()).toBeNull();
  for (let n = 0; n < 10; n++) {
    breaker.pass(250);
    breaker.admit();
  }
  breaker.pass(250);
  expect(breaker.admit(), 'five trials are running').toBeNull();
  breaker.settle(second!, 'answered');
  expect(breaker.state()).toBe('closed');
});

test('a trial that its client aborted decides nothing', () => {
  const breaker = breakerAt(0);
  breaker.calls(...failures(5));
  breaker.probed();
  breaker.calls('nothing');
  expect(breaker.state()).toBe('half-open');
  expect(breaker.admit()).not.toBeNull();
});

test('calls that started before a change of state do not count after it', () => {
  const breaker = breakerAt(0);
  const early = Array.from({ length: 10 }, () => breaker.admit()!);
  breaker.calls(...failures(5));
  breaker.probed();
  for (const permit of early) breaker.settle(permit, 'failed');
  expect(breaker.state()).toBe('half-open');
  breaker.calls('answered');
  for (const permit of early) breaker.settle(permit, 'failed');
  expect(breaker.state()).toBe('closed');
});

test('a probe does not change a closed breaker', () => {
  const breaker = breakerAt(0);
  breaker.probed();
  expect(breaker.state()).toBe('closed');
});
