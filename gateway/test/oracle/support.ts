import type { CreateExecutor } from './executors.ts';
import { reportFound } from './report.ts';
import { runOracle } from './run.ts';
import { shrink } from './shrink.ts';
import { createStage } from './stage.ts';
import { compose } from './supergraphs/compose.ts';

export interface SeedRun {
  readonly seed: number;
  readonly operations: number;
  readonly oracle: CreateExecutor;
  readonly executor: CreateExecutor;
}

/** Runs until something differs. @returns what it is, as small as it can be made, or nothing. */
export async function runSeed({ seed, operations, oracle, executor }: SeedRun): Promise<string> {
  const supergraphs = Math.ceil(operations / 200);
  const { found } = await runOracle({ seed, operations, supergraphs, oracle, executor, enough: 1 });
  const [first] = found;
  if (!first) return '';
  await using stage = await createStage(compose(first.name, first.subgraphs), oracle, executor);
  return reportFound(await shrink(stage, first));
}
