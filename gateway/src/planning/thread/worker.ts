/**
 * Plans operations for the thread that started this worker, one after another, and answers each with a plan
 * or a refusal.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { GraphQLError, parse } from 'graphql';
import { createPlanner } from '../planner.ts';
import { collectGarbage } from './collectGarbage.ts';
import type { FromWorker, ToWorker, WorkerData } from './workerMessages.ts';

const { supergraphSdl, idle } = workerData as WorkerData;
const planner = createPlanner(supergraphSdl);
const answer = (message: FromWorker) => parentPort?.postMessage(message);
const rest = setTimeout(collectGarbage, idle).unref();

parentPort?.on('message', ({ query, operationName, inForce }: ToWorker) => {
  const started = performance.now();
  try {
    const plan = planner.plan(parse(query, { noLocation: true }), operationName, inForce);
    answer({ kind: 'planned', plan, milliseconds: performance.now() - started });
  } catch (error) {
    const refusal =
      error instanceof GraphQLError ? { extensions: error.extensions, cause: error.originalError } : {};
    answer({ kind: 'failed', message: String((error as Error).message), ...refusal });
  }
  rest.refresh();
});

answer({ kind: 'ready', schemas: planner.schemas });
