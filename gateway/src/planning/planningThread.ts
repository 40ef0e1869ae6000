/**
 * Planning beside the thread that serves requests. A cold plan of a large operation takes hundreds of milliseconds, in which
 * nobody else would be answered; here it takes at most its deadline, and then the thread is ended, since nothing else
 * stops the planner.
 */
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import { planningTooCostly } from './refusal.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

export interface PlannedQuery {
  readonly plan: QueryPlan;
  /** How long the planner took for it, without waiting. */
  readonly milliseconds: number;
}

export interface PlanSource {
  /** @param query a document that is valid for clients; `operationName` undefined when it has one operation only.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when no plan is known that gives right data; OPERATION_TOO_COMPLEX when
   * planning took too long. */
  plan(query: string, operationName: string | undefined): Promise<PlannedQuery>;
  close(): Promise<void>;
}

export interface PlanningThreadOptions {
  readonly supergraphSdl: string;
  /** Milliseconds that the planner may take for one operation. */
  readonly deadline: number;
  /** How many operations may wait for the planner. */
  readonly waiting: number;
  /** Megabytes of heap for the planner. */
  readonly memory: number;
}

/** For an operation of 256 KB without fragments the planner takes 2 s; those that pass the limits take a tenth. */
export const PLANNING_LIMITS = { deadline: 2_000, waiting: 1_000, memory: 256 } as const;

interface Job extends ToWorker {
  resolve(planned: PlannedQuery): void;
  reject(error: Error): void;
}

/** Resolves when the thread has read the supergraph. @throws Error when it cannot. */
export async function startPlanningThread(options: PlanningThreadOptions): Promise<PlanSource> {
  const queue: Job[] = [];
  let running: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;
  let worker: Worker | undefined;
  let closed = false;
  let nextId = 0;
  await start();

  function start(): Promise<void> {
    const started = Promise.withResolvers<void>();
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { supergraphSdl: options.supergraphSdl },
      resourceLimits: { maxOldGenerationSizeMb: options.memory },
    });
    thread.unref();
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        if (closed) void thread.terminate();
        else worker = thread;
        started.resolve();
      } else settle(message);
      next();
    });
    thread.on('error', (error) => {
      started.reject(error);
      if (worker === thread) replace(error);
    });
    return started.promise;
  }

  function next(): void {
    const job = running || !worker ? undefined : queue.shift();
    if (!job || !worker) return;
    running = { job, timer: setTimeout(() => replace(planningTooCostly()), options.deadline) };
    const { id, query, operationName } = job;
    worker.postMessage({ id, query, operationName } satisfies ToWorker);
  }

  function settle(message: Exclude<FromWorker, { kind: 'ready' }>): void {
    const job = finish();
    if (message.kind === 'planned') job?.resolve(message);
    else if (message.extensions)
      job?.reject(new GraphQLError(message.message, { extensions: message.extensions }));
    else job?.reject(new Error(message.message));
  }

  function finish(): Job | undefined {
    clearTimeout(running?.timer);
    const job = running?.job;
    running = undefined;
    return job;
  }

  /** The thread is of no use any more: what it was at fails, and another takes its place for those that wait. */
  function replace(reason: Error): void {
    const gone = worker;
    worker = undefined;
    const outOfMemory = (reason as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    finish()?.reject(outOfMemory ? planningTooCostly() : reason);
    void gone?.terminate();
    if (!closed) start().catch((error: Error) => fail(error));
  }

  function fail(error: Error): void {
    closed = true;
    for (const job of queue.splice(0)) job.reject(error);
  }

  return {
    plan(query, operationName) {
      if (closed) return Promise.reject(new Error('The planner has ended.'));
      if (queue.length >= options.waiting) return Promise.reject(planningTooCostly());
      const { promise, resolve, reject } = Promise.withResolvers<PlannedQuery>();
      nextId += 1;
      queue.push({ id: nextId, query, operationName, resolve, reject });
      next();
      return promise;
    },
    async close() {
      const error = new Error('The gateway is closing.');
      fail(error);
      finish()?.reject(error);
      await worker?.terminate();
    },
  };
}
