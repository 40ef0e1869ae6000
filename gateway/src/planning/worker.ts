/** Plans operations for the thread that started it: one after another, each answered with a plan or with why there is none. */
import { parentPort, workerData } from 'node:worker_threads';
import { GraphQLError, parse } from 'graphql';
import { createPlanner } from './planner.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

const { supergraphSdl } = workerData as { supergraphSdl: string };
const planner = createPlanner(supergraphSdl);
const answer = (message: FromWorker) => parentPort?.postMessage(message);

parentPort?.on('message', ({ id, query, operationName, inForce }: ToWorker) => {
  const started = performance.now();
  try {
    const plan = planner.plan(parse(query, { noLocation: true }), operationName, inForce);
    answer({ kind: 'planned', id, plan, milliseconds: performance.now() - started });
  } catch (error) {
    const refusal = error instanceof GraphQLError ? { extensions: error.extensions } : {};
    answer({ kind: 'failed', id, message: String((error as Error).message), ...refusal });
  }
});

answer({ kind: 'ready', schemas: planner.schemas });
