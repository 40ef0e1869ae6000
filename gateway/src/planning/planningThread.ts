/**
 * Planning beside the thread that serves requests. A cold plan of a large operation takes hundreds of milliseconds, in which
 * nobody else would be answered; here it takes at most its deadline, and then the thread is ended, since nothing else
 * stops the planner.
 */
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import { planningTooCostly } from './refusal.ts';
import type { GraphSchemas } from './schemas.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

export interface PlannedQuery {
  readonly plan: QueryPlan;
  /** How long the planner took for it, without waiting. */
  readonly milliseconds: number;
}

export interface PlanSource {
  /** @param query a document that is valid for clients; `operationName` undefined when it has one operation only.
   * @param inForce labels of the overrides that are; none by default.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when no plan is known that gives right data; OPERATION_TOO_COMPLEX when
   * planning took too long. */
  plan(query: string, operationName: string | undefined, inForce?: readonly string[]): Promise<PlannedQuery>;
  /** Of the supergraph that it plans for. */
  readonly schemas: GraphSchemas;
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
  /** Milliseconds without an operation after which the thread ends, and its memory is given back. The next one starts it again, in
   * less than half a second. */
  readonly idle: number;
}

/** Planning and proof take 5 to 20 microseconds for each byte of an operation without fragments, measured up to 64 KB. */
export const PLANNING_LIMITS = { deadline: 2_000, waiting: 1_000, memory: 256, idle: 5_000 } as const;

interface Job extends ToWorker {
  resolve(planned: PlannedQuery): void;
  reject(error: Error): void;
}

/** Resolves when the thread has read the supergraph. @throws Error when it cannot. */
export async function startPlanningThread(options: PlanningThreadOptions): Promise<PlanSource> {
  const queue: Job[] = [];
  let running: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined;
  /** The thread that plans; none while one starts, or while nobody wants a plan. */
  let worker: Worker | undefined;
  let starting = false;
  let closed = false;
  let nextId = 0;
  const idle = setTimeout(sleep, options.idle).unref();
  const schemas = await start();

  function start(): Promise<GraphSchemas> {
    const started = Promise.withResolvers<GraphSchemas>();
    starting = true;
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { supergraphSdl: options.supergraphSdl },
      resourceLimits: { maxOldGenerationSizeMb: options.memory },
    });
    thread.unref();
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        starting = false;
        if (closed) void thread.terminate();
        else worker = thread;
        started.resolve(message.schemas);
      } else if (worker === thread) settle(message);
      next();
    });
    thread.on('error', (error) => {
      if (worker !== thread) starting = false;
      started.reject(error);
      if (worker === thread) replace(error);
    });
    return started.promise;
  }

  function next(): void {
    if (running || closed) return;
    if (!worker) {
      if (queue.length > 0) startAgain();
      return;
    }
    idle.refresh();
    const job = queue.shift();
    if (!job) return;
    running = { job, timer: setTimeout(() => replace(planningTooCostly()), options.deadline) };
    const { id, query, operationName, inForce } = job;
    worker.postMessage({ id, query, operationName, inForce } satisfies ToWorker);
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
    startAgain();
  }

  /** Those that wait fail when it cannot start; the next one tries again. */
  function startAgain(): void {
    if (!closed && !starting) start().catch(rejectAll);
  }

  function sleep(): void {
    if (running || !worker) return;
    void worker.terminate();
    worker = undefined;
  }

  function rejectAll(error: Error): void {
    for (const job of queue.splice(0)) job.reject(error);
  }

  return {
    schemas,
    plan(query, operationName, inForce = []) {
      if (closed) return Promise.reject(new Error('The planner has ended.'));
      if (queue.length >= options.waiting) return Promise.reject(planningTooCostly());
      const { promise, resolve, reject } = Promise.withResolvers<PlannedQuery>();
      nextId += 1;
      queue.push({ id: nextId, query, operationName, inForce, resolve, reject });
      next();
      return promise;
    },
    async close() {
      const error = new Error('The gateway is closing.');
      closed = true;
      clearTimeout(idle);
      rejectAll(error);
      finish()?.reject(error);
      await worker?.terminate();
    },
  };
}
