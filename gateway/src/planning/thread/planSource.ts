/**
 * Plans for many clients from one planner. What waits for its plan waits in the operation's own time; who asks for much at once waits
 * for himself only; and an operation that was refused is refused again without being planned.
 */
import { createHash } from 'node:crypto';
import type { Monotonic } from '@holdfast/kit-base/clock';
import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import { GraphQLError } from 'graphql';
import type { GraphSchemas } from '../model/schemas.ts';
import { createFairQueue } from './fairQueue.ts';
import { plannerBusy } from './plannerBusy.ts';
import {
  type PlannedQuery,
  type PlanningThread,
  type StartPlanningThread,
  startPlanningThread,
} from './planningThread.ts';
import { createRefusals } from './refusals.ts';
import type { ToWorker } from './workerMessages.ts';

/** Who waits for a plan. */
export interface Requester {
  /** Names the client among others: operations that wait are fair by it. */
  readonly client: string;
  /** When its operation's time ends, on the gateway's monotonic clock. */
  readonly until: number;
}

export interface PlanSource {
  /** @param query a document that is valid for clients; `operationName` undefined when it has one operation only.
   * @param inForce labels of the overrides that are; none by default.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when no plan is known that gives right data; OPERATION_TOO_COMPLEX when
   * planning took too long; PLANNER_BUSY when too much waits, or when the operation's time is over before there is a plan. */
  plan(
    query: string,
    operationName: string | undefined,
    requester: Requester,
    inForce?: readonly string[],
  ): Promise<PlannedQuery>;
  /** Of the supergraph that it plans for. */
  readonly schemas: GraphSchemas;
  close(): Promise<void>;
}

export interface PlanningOptions {
  readonly supergraphSdl: string;
  /** Milliseconds that the planner may take for one operation. */
  readonly deadline: number;
  /** How many operations may wait for the planner. */
  readonly waiting: number;
  /** How many of them for one client. */
  readonly waitingPerClient: number;
  /** Megabytes of heap for the planner. */
  readonly memory: number;
  /** Milliseconds without an operation after which the planner gives the memory back that it does not need. */
  readonly idle: number;
  readonly now: Monotonic;
  /** Starts what plans; `startPlanningThread` by default. */
  readonly startThread?: StartPlanningThread | undefined;
  /** Told once of each operation at which Apollo's planner fails, and which is refused for that. */
  onFailure?(cause: Error): void;
}

/** Planning and proof take 5 to 20 microseconds for each byte of an operation without fragments, measured up to 64 KB. */
export const PLANNING_LIMITS = {
  deadline: 2_000,
  waiting: 1_000,
  waitingPerClient: 100,
  memory: 256,
  idle: 5_000,
} as const;

/** Plans kept for those who could not wait for them. */
const LATE = 100;

/** An operation that some wait for: the same one is planned once. */
interface Job {
  readonly key: string;
  readonly task: ToWorker;
  readonly asking: Set<Asking>;
  /** When the planner began with it. */
  began: number | undefined;
}

interface Asking extends PromiseWithResolvers<PlannedQuery> {
  readonly limit: TimeLimit;
}

/** Resolves when the planner has read the supergraph. @throws Error when it cannot. */
export async function startPlanning(options: PlanningOptions): Promise<PlanSource> {
  const { startThread = startPlanningThread } = options;
  return createPlanSource(await startThread(options), options);
}

export function createPlanSource(
  planner: PlanningThread,
  {
    now,
    waiting,
    waitingPerClient,
    onFailure,
  }: Pick<PlanningOptions, 'now' | 'waiting' | 'waitingPerClient' | 'onFailure'>,
): PlanSource {
  const jobs = new Map<string, Job>();
  const queue = createFairQueue<Job>(waitingPerClient);
  const refusals = createRefusals(now);
  const late = new Map<string, PlannedQuery>();
  let working = false;
  let closed = false;

  /** Plans what waits, one after another. Never rejects. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    try {
      while (jobs.size > 0) {
        await planner.ready();
        const turn = queue.take();
        if (!turn) break;
        const began = now();
        if (isWanted(turn.job)) await settle(turn.job);
        turn.end(now() - began);
      }
    } catch (error) {
      // The planner cannot start: the next operation tries again.
      for (const job of jobs.values()) end(job, ({ reject }) => reject(error));
    } finally {
      working = false;
    }
  }

  /** Others may have had the same planned, and all who asked for it may have gone. */
  const isWanted = (job: Job) => job.began === undefined && job.asking.size > 0;

  async function settle(job: Job): Promise<void> {
    job.began = now();
    try {
      const planned = await planner.plan(job.task);
      if (job.asking.size === 0) keepLate(job.key, planned);
      end(job, ({ resolve }) => resolve(planned));
    } catch (error) {
      if (error instanceof GraphQLError) {
        refusals.remember(job.key, error);
        if (error.originalError) onFailure?.(error.originalError);
      }
      end(job, ({ reject }) => reject(error));
    }
  }

  /** Those who waited were told to come again. */
  function keepLate(key: string, planned: PlannedQuery): void {
    late.set(key, planned);
    if (late.size > LATE) late.delete(late.keys().next().value ?? '');
  }

  function end(job: Job, tell: (asking: Asking) => void): void {
    jobs.delete(job.key);
    for (const asking of job.asking) {
      asking.limit.end();
      tell(asking);
    }
    job.asking.clear();
  }

  function waitFor(job: Job, until: number): Promise<PlannedQuery> {
    const promise = Promise.withResolvers<PlannedQuery>();
    const giveUp = () => {
      job.asking.delete(asking);
      if (job.asking.size === 0 && job.began === undefined) jobs.delete(job.key);
      asking.reject(plannerBusy());
    };
    const asking: Asking = { ...promise, limit: new TimeLimit(until - now(), giveUp) };
    job.asking.add(asking);
    return promise.promise;
  }

  return {
    schemas: planner.schemas,
    plan(query, operationName, { client, until }, inForce = []) {
      if (closed) return Promise.reject(new Error('The planner has ended.'));
      const task = { query, operationName, inForce };
      const key = keyOf(task);
      const refused = refusals.find(key);
      if (refused) return Promise.reject(refused);
      const made = late.get(key);
      late.delete(key);
      if (made) return Promise.resolve(made);
      const known = jobs.get(key);
      const job = known ?? { key, task, asking: new Set(), began: undefined };
      const isFull = !known && jobs.size >= waiting;
      const isIn = job.began !== undefined || (!isFull && queue.put(client, job));
      if (!known && !isIn) return Promise.reject(plannerBusy());
      jobs.set(key, job);
      const planned = waitFor(job, until);
      void work();
      return planned;
    },
    async close() {
      closed = true;
      const error = new Error('The gateway is closing.');
      for (const job of jobs.values()) end(job, ({ reject }) => reject(error));
      await planner.close();
    },
  };
}

/** Short, however long the document is. */
function keyOf({ query, operationName, inForce }: ToWorker): string {
  return createHash('sha256')
    .update(JSON.stringify([operationName, inForce]))
    .update(query)
    .digest('base64');
}
