/**
 * Plans in a thread beside the one that serves requests. A cold plan of a large operation takes hundreds of
 * milliseconds, which would block every other request. When a plan exceeds its timeout the thread is
 * terminated, because nothing else stops the planner. The thread lives as long as its supergraph: starting it
 * costs as much as hundreds of plans.
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
  /** The time that planning took, without the wait. */
  readonly milliseconds: number;
}

export interface PlanningThread {
  readonly schemas: GraphSchemas;
  /**
   * Resolves when the thread can plan; one that has exited is started again. @throws Error when it cannot
   * start.
   */
  ready(): Promise<unknown>;
  /** Plans one operation; call it again only after it has settled.
   * @throws GraphQLError QUERY_PLAN_UNSUPPORTED, or OPERATION_TOO_COMPLEX when planning takes too long. */
  plan(task: ToWorker): Promise<PlannedQuery>;
  close(): Promise<void>;
}

export interface PlanningThreadOptions {
  readonly supergraphSdl: string;
  /** The milliseconds that the planner may take for one operation. */
  readonly timeout: number;
  /** The planner's heap in megabytes. */
  readonly memory: number;
  /** The milliseconds without an operation after which it releases unused memory. */
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
      const limit = new TimeLimit(options.timeout, () => {
        reject(planningTooCostly());
        void worker.terminate();
        current = start();
        // The next caller of `ready` gets the rejection.
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
