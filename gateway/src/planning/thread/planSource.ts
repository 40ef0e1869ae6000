/**
 * Gives many clients plans from one planner. An operation waits for its plan until its own deadline; a client
 * with many operations delays only itself; and an operation that was refused is refused again without being
 * planned.
 */

import { createHash } from 'node:crypto';
import { BoundedMap } from '@holdfast/kit-base/boundedMap';
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

/** The requester of a plan. */
export interface Requester {
  /** Identifies the client: the queue is fair among clients. */
  readonly client: string;
  /** The deadline of its operation, on the gateway's monotonic clock. */
  readonly deadline: number;
}

export interface PlanSource {
  /**
   * @param query a document that is valid against the API schema; `operationName` is undefined when it has
   * only one operation.
   * @param inForce the labels of the overrides in force; none by default.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when no plan is proven to return correct data;
   * OPERATION_TOO_COMPLEX when planning takes too long; PLANNER_BUSY when too many operations wait, or when
   * the deadline passes before there is a plan.
   */
  plan(
    query: string,
    operationName: string | undefined,
    requester: Requester,
    inForce?: readonly string[],
  ): Promise<PlannedQuery>;
  /** The schemas of the supergraph that it plans for. */
  readonly schemas: GraphSchemas;
  close(): Promise<void>;
}

export interface PlanningOptions {
  readonly supergraphSdl: string;
  /** The milliseconds that the planner may take for one operation. */
  readonly timeout: number;
  /** How many operations may wait for the planner. */
  readonly waiting: number;
  /** How many operations of one client may wait. */
  readonly waitingPerClient: number;
  /** The planner's heap in megabytes. */
  readonly memory: number;
  /** The milliseconds without an operation after which the planner releases unused memory. */
  readonly idle: number;
  readonly now: Monotonic;
  /** Starts the planner; `startPlanningThread` by default. */
  readonly startThread?: StartPlanningThread | undefined;
  /** Called once for each operation that is refused because Apollo's planner failed. */
  onFailure?(cause: Error): void;
}

/**
 * Planning and proving take 5 to 20 microseconds per byte of an operation without fragments, measured up to
 * 64 KB.
 */
export const PLANNING_LIMITS = {
  timeout: 2_000,
  waiting: 1_000,
  waitingPerClient: 100,
  memory: 256,
  idle: 5_000,
} as const;

/** How many plans are kept that were finished after the deadline of their requesters. */
const MAX_UNCLAIMED = 100;

/** An operation that requesters wait for; equal operations are one job. */
interface Job {
  readonly key: string;
  readonly task: ToWorker;
  readonly waiters: Set<Waiter>;
  /** When the planner started it. */
  startedAt: number | undefined;
}

interface Waiter extends PromiseWithResolvers<PlannedQuery> {
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
  const unclaimed = new BoundedMap<string, PlannedQuery>({ entries: MAX_UNCLAIMED });
  let working = false;
  let closed = false;

  /** Plans the waiting operations one after another. Never rejects. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    try {
      while (jobs.size > 0) {
        await planner.ready();
        const turn = queue.take();
        if (!turn) break;
        const startedAt = now();
        if (isWanted(turn.job)) await settle(turn.job);
        turn.end(now() - startedAt);
      }
    } catch (error) {
      // The planner cannot start; the next operation tries again.
      for (const job of jobs.values()) end(job, ({ reject }) => reject(error));
    } finally {
      working = false;
    }
  }

  /** False when the job was started from another client's queue, or when all its requesters have given up. */
  const isWanted = (job: Job) => job.startedAt === undefined && job.waiters.size > 0;

  async function settle(job: Job): Promise<void> {
    job.startedAt = now();
    try {
      const planned = await planner.plan(job.task);
      if (job.waiters.size === 0) keepUnclaimed(job.key, planned);
      end(job, ({ resolve }) => resolve(planned));
    } catch (error) {
      if (error instanceof GraphQLError) {
        refusals.remember(job.key, error);
        if (error.originalError) onFailure?.(error.originalError);
      }
      end(job, ({ reject }) => reject(error));
    }
  }

  /** Keeps a late plan: its requesters were told to retry. */
  function keepUnclaimed(key: string, planned: PlannedQuery): void {
    unclaimed.set(key, planned);
  }

  function end(job: Job, notify: (waiter: Waiter) => void): void {
    jobs.delete(job.key);
    for (const waiter of job.waiters) {
      waiter.limit.end();
      notify(waiter);
    }
    job.waiters.clear();
  }

  function waitFor(job: Job, deadline: number): Promise<PlannedQuery> {
    const promise = Promise.withResolvers<PlannedQuery>();
    const giveUp = () => {
      job.waiters.delete(waiter);
      if (job.waiters.size === 0 && job.startedAt === undefined) jobs.delete(job.key);
      waiter.reject(plannerBusy());
    };
    const waiter: Waiter = { ...promise, limit: new TimeLimit(deadline - now(), giveUp) };
    job.waiters.add(waiter);
    return promise.promise;
  }

  return {
    schemas: planner.schemas,
    plan(query, operationName, { client, deadline }, inForce = []) {
      if (closed) return Promise.reject(new Error('The planner has ended.'));
      const task = { query, operationName, inForce };
      const key = keyOf(task);
      const refused = refusals.find(key);
      if (refused) return Promise.reject(refused);
      const made = unclaimed.get(key);
      unclaimed.delete(key);
      if (made) return Promise.resolve(made);
      const known = jobs.get(key);
      const job = known ?? { key, task, waiters: new Set(), startedAt: undefined };
      const isFull = !known && jobs.size >= waiting;
      const isQueued = job.startedAt !== undefined || (!isFull && queue.put(client, job));
      if (!known && !isQueued) return Promise.reject(plannerBusy());
      jobs.set(key, job);
      const planned = waitFor(job, deadline);
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

/** Returns a short key, however long the document is. */
function keyOf({ query, operationName, inForce }: ToWorker): string {
  return createHash('sha256')
    .update(JSON.stringify([operationName, inForce]))
    .update(query)
    .digest('base64');
}
