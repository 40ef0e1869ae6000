/** Decides requests that wait for the same keys together: one transaction, and one fsync, for many. */
import type { Clock } from './clock.ts';
import { subgraphTimeout, subgraphUnavailable } from './errors.ts';
import { currentScope, inScope, type Scope } from './scope.ts';

export interface GroupCommitOptions<Request, Answer> {
  /**
   * Returns the keys that a request locks. Batches that run at the same time have no key in common. No keys by
   * default.
   */
  readonly keysOf?: (request: Request) => Iterable<string>;
  /** Decides a batch. Returns one answer per request, in their order. */
  readonly run: (requests: readonly Request[]) => Promise<readonly Answer[]>;
  /**
   * Returns true when a single request may have made its whole batch fail: then each is decided alone. Never by
   * default.
   */
  readonly mayComeFromOne?: (error: unknown) => boolean;
  /** At most this many batches run at once. */
  readonly lanes: number;
  /** At most this many requests form a batch. */
  readonly maxBatch: number;
  /** Without limits, no request is refused. */
  readonly limits?: WaitingLimits;
}

export interface WaitingLimits {
  /** At most this many requests wait; one more is refused at once. */
  readonly maxWaiting: number;
  /** A request waits at most this many milliseconds for its start; then it is refused and never run. */
  readonly maxWait: number;
  readonly clock: Clock;
  /** Creates the error that refuses a request: `full` when too many wait, `late` when it waited too long. */
  readonly refusal: (why: 'full' | 'late') => Error;
}

/** Refuses a request of a service: SUBGRAPH_UNAVAILABLE when too many wait, SUBGRAPH_TIMEOUT when it is late. */
export function refusalOf(service: string): WaitingLimits['refusal'] {
  return (why) => (why === 'full' ? subgraphUnavailable(service) : subgraphTimeout(service));
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly keys: readonly string[];
  /** Milliseconds since the epoch. A request that has not started by then is not run. */
  readonly deadline: number;
  readonly settle: PromiseWithResolvers<Answer>;
  readonly scope: Scope | undefined;
}

/**
 * Runs requests in batches. No request waits for a batch to fill. The requests of one turn of the event loop
 * start at its end if a lane is free and no running batch has one of their keys. The others wait until a
 * batch ends; then all that can start form the next one. First come, first served: no request starts before
 * an earlier one with a key in common.
 * @returns a function that submits a request, and resolves with its answer or rejects with its own failure.
 */
export function createGroupCommit<Request, Answer>(
  options: GroupCommitOptions<Request, Answer>,
): (request: Request) => Promise<Answer> {
  const { limits, keysOf = () => [] } = options;
  const busy = new Set<string>();
  let waiting: Waiting<Request, Answer>[] = [];
  let running = 0;
  let scheduled = false;

  const refuseLate = () => {
    if (!limits) return;
    const now = limits.clock().getTime();
    const inTime = waiting.findIndex(({ deadline }) => deadline > now);
    const late = waiting.splice(0, inTime === -1 ? waiting.length : inTime);
    for (const { settle } of late) settle.reject(limits.refusal('late'));
  };

  const startBatches = () => {
    scheduled = false;
    refuseLate();
    while (running < options.lanes) {
      const { batch, rest } = split(waiting, busy, options.maxBatch);
      waiting = rest;
      if (batch.length === 0) return;
      void runBatch(batch);
    }
  };

  const runBatch = async (batch: Waiting<Request, Answer>[]) => {
    running++;
    for (const { keys } of batch) for (const key of keys) busy.add(key);
    // Work for several requests must not run in the trace of the first: where it matters, each request
    // carries its own.
    await inScope(batch.length === 1 ? batch[0]?.scope : undefined, () => decide(batch, options));
    for (const { keys } of batch) for (const key of keys) busy.delete(key);
    running--;
    schedule();
  };

  // Starts at the end of the turn, not at once: a caller that was just answered submits its next request in
  // this turn, and requests that arrive on many sockets are read in one turn. Starting at once made a batch
  // of one of them, with all others behind it.
  const schedule = () => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(startBatches);
  };

  return (request) => {
    if (limits && waiting.length >= limits.maxWaiting) {
      refuseLate();
      if (waiting.length >= limits.maxWaiting) return Promise.reject(limits.refusal('full'));
    }
    const settle = Promise.withResolvers<Answer>();
    const deadline = limits ? limits.clock().getTime() + limits.maxWait : Number.POSITIVE_INFINITY;
    waiting.push({ request, keys: [...keysOf(request)], deadline, settle, scope: currentScope() });
    schedule();
    return settle.promise;
  };
}

/** Splits off the requests that can start now. The rest take their keys, so that none is overtaken. */
function split<Request, Answer>(
  waiting: readonly Waiting<Request, Answer>[],
  busy: ReadonlySet<string>,
  maxBatch: number,
): { batch: Waiting<Request, Answer>[]; rest: Waiting<Request, Answer>[] } {
  const taken = new Set(busy);
  const batch: Waiting<Request, Answer>[] = [];
  const rest: Waiting<Request, Answer>[] = [];
  for (const each of waiting) {
    if (batch.length < maxBatch && each.keys.every((key) => !taken.has(key))) {
      batch.push(each);
      continue;
    }
    rest.push(each);
    for (const key of each.keys) taken.add(key);
  }
  return { batch, rest };
}

/** Settles every request of a batch; never rejects. */
async function decide<Request, Answer>(
  batch: readonly Waiting<Request, Answer>[],
  options: Pick<GroupCommitOptions<Request, Answer>, 'run' | 'mayComeFromOne'>,
): Promise<void> {
  try {
    const answers = await options.run(batch.map(({ request }) => request));
    if (answers.length !== batch.length)
      throw new Error('A batch has a different number of answers than requests.');
    for (const [n, answer] of answers.entries()) batch[n]?.settle.resolve(answer);
  } catch (error) {
    if (batch.length > 1 && options.mayComeFromOne?.(error)) {
      for (const each of batch) await decide([each], options);
    } else {
      for (const { settle } of batch) settle.reject(error);
    }
  }
}
