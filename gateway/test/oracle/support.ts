import { reportFound } from './report.ts';
import { runOracle, type Summary } from './run.ts';
import { shrink } from './shrink.ts';
import { createStage, type Players } from './stage.ts';
import { compose } from './supergraphs/compose.ts';

export interface SeedRun extends Players {
  readonly seed: number;
  readonly operations: number;
  /** The approximate number of operations for each supergraph; 200 by default. */
  readonly each?: number;
}

export interface SeedResult extends Summary {
  /** The difference, reduced as far as possible; empty when there is none. */
  readonly report: string;
}

/** Runs until the first difference. */
export async function runSeed({ each = 200, ...run }: SeedRun): Promise<SeedResult> {
  const supergraphs = Math.ceil(run.operations / each);
  const summary = await runOracle({ ...run, supergraphs, enough: 1 });
  const [first] = summary.found;
  if (!first) return { ...summary, report: '' };
  await using stage = await createStage(compose(first.name, first.subgraphs), run);
  return { ...summary, report: reportFound(await shrink(stage, first)) };
}
