import type { Monotonic } from '@holdfast/kit-base/clock';

/**
 * closed: the subgraph is asked. open: it is not, since it failed. half-open: it answered a probe, and one call at a time is let
 * through to see whether it does its work; one that takes its time, as an order does, does not keep all others waiting.
 */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What a call tells of its subgraph; `nothing` when it ended for a reason that is not the subgraph's. */
export type Verdict = 'answered' | 'failed' | 'nothing';

/** Leave to ask the subgraph. Its verdict counts only while the state has not changed since. */
export type Permit = number;

export interface Breaker {
  state(): BreakerState;
  /** Null when the subgraph is not to be asked. Each permit is given back by one `settle`. */
  admit(): Permit | null;
  /** @param calls how many calls of clients it was for, when they shared one request. */
  settle(permit: Permit, verdict: Verdict, calls?: number): void;
  /** The subgraph answered a probe. */
  probed(): void;
}

export interface BreakerOptions {
  readonly now: Monotonic;
  readonly onChange: (state: BreakerState) => void;
}

/** Failures in a row that open it. */
const FAILURES_IN_A_ROW = 5;
/** It opens, too, when this part of the calls failed, for a subgraph of which only some instances are dead… */
const FAILURE_RATE = 0.5;
/** …of so many calls at least… */
const CALLS = 20;
/** …in so many milliseconds, and in half of that at least. */
const WINDOW = 10_000;
/** Milliseconds after which a half-open subgraph is tried by another call, though none has ended… */
const NEXT_TRIAL = 250;
/** …and how many at once. */
const TRIALS = 5;

/** A circuit breaker for one subgraph. It knows no timer and sends nothing: `probes.ts` does. */
export function createBreaker({ now, onChange }: BreakerOptions): Breaker {
  let state: BreakerState = 'closed';
  let epoch = 0;
  let trials = 0;
  let lastTrial = 0;
  let inARow = 0;
  let current = { since: now(), calls: 0, failed: 0 };
  let previous = { calls: 0, failed: 0 };

  function change(to: BreakerState): void {
    state = to;
    epoch++;
    trials = 0;
    inARow = 0;
    current = { since: now(), calls: 0, failed: 0 };
    previous = { calls: 0, failed: 0 };
    onChange(to);
  }

  function count(failed: boolean, calls: number): void {
    const age = now() - current.since;
    if (age >= WINDOW / 2) {
      previous = age < WINDOW ? current : { calls: 0, failed: 0 };
      current = { since: now(), calls: 0, failed: 0 };
    }
    current.calls += calls;
    if (!failed) {
      inARow = 0;
      return;
    }
    current.failed += calls;
    inARow += calls;
    const all = current.calls + previous.calls;
    const rate = (current.failed + previous.failed) / all;
    if (inARow >= FAILURES_IN_A_ROW || (all >= CALLS && rate >= FAILURE_RATE)) change('open');
  }

  return {
    state: () => state,
    admit() {
      if (state === 'closed') return epoch;
      const next = trials === 0 || (trials < TRIALS && now() - lastTrial >= NEXT_TRIAL);
      if (state === 'open' || !next) return null;
      trials++;
      lastTrial = now();
      return epoch;
    },
    settle(permit, verdict, calls = 1) {
      if (permit !== epoch) return;
      if (state === 'half-open') {
        trials--;
        if (verdict !== 'nothing') change(verdict === 'answered' ? 'closed' : 'open');
      } else if (verdict !== 'nothing') count(verdict === 'failed', calls);
    },
    probed() {
      if (state === 'open') change('half-open');
    },
  };
}
