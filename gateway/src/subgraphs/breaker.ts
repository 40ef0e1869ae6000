import type { Monotonic } from '@holdfast/kit-base/clock';

/**
 * closed: calls go to the subgraph. open: none do, because it failed. half-open: it answered a probe, and one
 * call at a time goes through to see whether it works; a slow call, such as placing an order, does not keep
 * all others waiting.
 */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** A call's verdict on its subgraph; `nothing` when it ended for a reason other than the subgraph. */
export type Verdict = 'answered' | 'failed' | 'nothing';

/** Permission for one call. Its verdict counts only while the state has not changed. */
export type Permit = number;

export interface Breaker {
  state(): BreakerState;
  /** Returns null when the subgraph must not be called. Return each permit with exactly one `settle`. */
  admit(): Permit | null;
  /** @param calls the number of client calls that shared the request. */
  settle(permit: Permit, verdict: Verdict, calls?: number): void;
  /** Records that the subgraph answered a probe. */
  probed(): void;
}

export interface BreakerOptions {
  readonly now: Monotonic;
  readonly onChange: (state: BreakerState) => void;
}

/** The number of consecutive failures that opens the breaker. */
const FAILURES_IN_A_ROW = 5;
/** It also opens when this share of the calls failed, for a subgraph with only some dead instances… */
const FAILURE_RATE = 0.5;
/** …of at least this many calls… */
const CALLS = 20;
/** …within this many milliseconds: the counts cover between half of the window and all of it. */
const WINDOW = 10_000;
/**
 * After this many milliseconds another call tries a half-open subgraph, even if no earlier trial has ended…
 */
const NEXT_TRIAL = 250;
/** …up to this many at once. */
const TRIALS = 5;

/** Creates a circuit breaker for one subgraph. It has no timer and sends nothing: `probes.ts` does that. */
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
