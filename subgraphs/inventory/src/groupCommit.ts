/** Requests that wait for the same thing are decided together: one transaction, one fsync, for many. */
import type { Clock } from '@holdfast/kit-base/clock';
import { currentScope, inScope, type Scope } from '@holdfast/kit-base/scope';

export interface GroupCommitOptions<Request, Answer> {
  /** What a request needs for itself. Batches that run at the same time have no key in common. */
  readonly keysOf: (request: Request) => Iterable<string>;
  /** Decides a batch: as many answers, in the requests' order. */
  readonly run: (requests: readonly Request[]) => Promise<readonly Answer[]>;
  /** Whether one request may have made its whole batch fail: then each is decided alone. */
  readonly mayBeOfOne: (error: unknown) => boolean;
  /** Batches that run at once. */
  readonly lanes: number;
  /** Requests in one batch at most. */
  readonly maxBatch: number;
  /** Requests that wait at most; one more is refused at once. */
  readonly maxWaiting: number;
  /** Milliseconds that a request waits at most for its start; later it is refused and never run. */
  readonly maxWait: number;
  readonly clock: Clock;
  /** What a request is refused with: `full` when too many wait, `late` when it waited too long. */
  readonly refusal: (why: 'full' | 'late') => Error;
}

interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly keys: readonly string[];
  /** A time in milliseconds since the epoch: not started by then, it is not run. */
  readonly until: number;
  readonly settle: PromiseWithResolvers<Answer>;
  readonly scope: Scope | undefined;
}

/**
 * Runs requests in batches. Nothing waits for a batch to fill: what came in during one turn of the event loop starts at
 * its end, when a lane is free and nobody works on its keys; what cannot start waits, and goes together with all others
 * that can when a batch ends. First come, first served: no request starts before an earlier one with a key in common.
 * @returns what submits a request, and gives its answer or rejects with its own failure.
 */
export function createGroupCommit<Request, Answer>(
  options: GroupCommitOptions<Request, Answer>,
): (request: Request) => Promise<Answer> {
  const busy = new Set<string>();
  let waiting: Waiting<Request, Answer>[] = [];
  let running = 0;
  let scheduled = false;

  const refuseLate = () => {
    const now = options.clock().getTime();
    const inTime = waiting.findIndex(({ until }) => until > now);
    const late = waiting.splice(0, inTime === -1 ? waiting.length : inTime);
    for (const { settle } of late) settle.reject(options.refusal('late'));
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
    // What is done for several must not take the trace of whoever came first: a request says its own, where it matters.
    await inScope(batch.length === 1 ? batch[0]?.scope : undefined, () => decide(batch, options));
    for (const { keys } of batch) for (const key of keys) busy.delete(key);
    running--;
    schedule();
  };

  // At the end of the turn and not at once: whoever was just answered asks again in this turn, and requests that arrive
  // on many sockets are read in one. Starting at once made batches of 1 of them, with all others behind it.
  const schedule = () => {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(startBatches);
  };

  return (request) => {
    if (waiting.length >= options.maxWaiting) refuseLate();
    if (waiting.length >= options.maxWaiting) return Promise.reject(options.refusal('full'));
    const settle = Promise.withResolvers<Answer>();
    const until = options.clock().getTime() + options.maxWait;
    waiting.push({ request, keys: [...options.keysOf(request)], until, settle, scope: currentScope() });
    schedule();
    return settle.promise;
  };
}

/** What can start now. A key of a request that stays is taken too, so that no later one overtakes it. */
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
  options: Pick<GroupCommitOptions<Request, Answer>, 'run' | 'mayBeOfOne'>,
): Promise<void> {
  try {
    const answers = await options.run(batch.map(({ request }) => request));
    if (answers.length !== batch.length) throw new Error('A batch has not as many answers as requests.');
    for (const [n, answer] of answers.entries()) batch[n]?.settle.resolve(answer);
  } catch (error) {
    if (batch.length > 1 && options.mayBeOfOne(error)) {
      for (const each of batch) await decide([each], options);
    } else {
      for (const { settle } of batch) settle.reject(error);
    }
  }
}
