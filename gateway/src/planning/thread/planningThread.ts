/**
 * Planning beside the thread that serves requests. A cold plan of a large operation takes hundreds of milliseconds, in which
 * nobody else would be answered; here it takes at most its deadline, and then the thread is ended, since nothing else
 * stops the planner. It lives as long as its supergraph: to start it costs as much as hundreds of plans.
 */
import { Worker } from 'node:worker_threads';
import type { QueryPlan } from '@apollo/query-planner';
import { TimeLimit } from '@holdfast/kit-base/timeLimit';
import { GraphQLError } from 'graphql';
import type { GraphSchemas } from '../model/schemas.ts';
import { planningTooCostly } from '../prove/refusal.ts';
import type { FromWorker, ToWorker, WorkerData } from './workerMessages.ts';

export interface PlannedQuery {
  readonly plan: QueryPlan;
  /** How long the planner took for it, without waiting. */
  readonly milliseconds: number;
}

export interface PlanningThread {
  readonly schemas: GraphSchemas;
  /** Resolves when it can plan; a thread that is gone is started again. @throws Error when it cannot start. */
  ready(): Promise<unknown>;
  /** Plans one operation; the next one may be given when it has settled.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED, or OPERATION_TOO_COMPLEX when it took too long. */
  plan(task: ToWorker): Promise<PlannedQuery>;
  close(): Promise<void>;
}

export interface PlanningThreadOptions {
  readonly supergraphSdl: string;
  /** Milliseconds that the planner may take for one operation. */
  readonly deadline: number;
  /** Megabytes of heap for the planner. */
  readonly memory: number;
  /** Milliseconds without an operation after which it gives the memory back that it does not need. */
  readonly idle: number;
}

/** Resolves when the thread has read the supergraph. @throws Error when it cannot. */
export type StartPlanningThread = (options: PlanningThreadOptions) => Promise<PlanningThread>;

interface Started {
  readonly worker: Worker;
  readonly schemas: GraphSchemas;
}

export const startPlanningThread: StartPlanningThread = async (options) => {
  let closed = false;
  let current: Promise<Started> | undefined;

  const ready = (): Promise<Started> => {
    if (closed) return Promise.reject(new Error('The planner has ended.'));
    current ??= start();
    return current;
  };

  function start(): Promise<Started> {
    const { supergraphSdl, memory, idle } = options;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { supergraphSdl, idle } satisfies WorkerData,
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    worker.unref();
    const { promise, resolve, reject } = Promise.withResolvers<Started>();
    worker.once('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve({ worker, schemas: message.schemas });
    });
    worker.on('error', reject);
    worker.once('exit', () => {
      if (current === promise) current = undefined;
      reject(new Error('The planner ended before it could plan.'));
    });
    return promise;
  }

  const { schemas } = await ready();
  return {
    schemas,
    ready,
    async plan(task) {
      const { worker } = await ready();
      const { promise, resolve, reject } = Promise.withResolvers<PlannedQuery>();
      const settle = (message: FromWorker) => {
        if (message.kind === 'planned') resolve(message);
        else if (message.kind === 'failed') reject(errorOf(message));
      };
      const fail = (error: Error) => reject(isOutOfMemory(error) ? planningTooCostly() : error);
      const exit = () => reject(new Error(closed ? 'The gateway is closing.' : 'The planner has ended.'));
      const limit = new TimeLimit(options.deadline, () => {
        reject(planningTooCostly());
        void worker.terminate();
        current = start();
        // Who waits for it is told.
        current.catch(() => {});
      });
      worker.on('message', settle).on('error', fail).on('exit', exit);
      worker.postMessage(task);
      return promise.finally(() => {
        limit.end();
        worker.off('message', settle).off('error', fail).off('exit', exit);
      });
    },
    async close() {
      closed = true;
      const started = await current?.catch(() => undefined);
      await started?.worker.terminate();
    },
  };
};

function errorOf({ message, extensions, cause }: Extract<FromWorker, { kind: 'failed' }>): Error {
  if (!extensions) return new Error(message);
  return new GraphQLError(message, { extensions, ...(cause && { originalError: cause }) });
}

const isOutOfMemory = (error: NodeJS.ErrnoException) => error.code === 'ERR_WORKER_OUT_OF_MEMORY';
