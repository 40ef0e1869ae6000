import { reportFound } from './report.ts';
import { runOracle, type Summary } from './run.ts';
import { shrink } from './shrink.ts';
import { createStage, type Players } from './stage.ts';
import { compose } from './supergraphs/compose.ts';

export interface SeedRun extends Players {
  readonly seed: number;
  readonly operations: number;
  /** Operations for each supergraph, about. 200 by default. */
  readonly each?: number;
}

export interface SeedResult extends Summary {
  /** What differs, as small as it can be made, or nothing. */
  readonly report: string;
}

/** Runs until something differs. */
export async function runSeed({ each = 200, ...run }: SeedRun): Promise<SeedResult> {
  const supergraphs = Math.ceil(run.operations / each);
  const summary = await runOracle({ ...run, supergraphs, enough: 1 });
  const [first] = summary.found;
  if (!first) return { ...summary, report: '' };
  await using stage = await createStage(compose(first.name, first.subgraphs), run);
  return { ...summary, report: reportFound(await shrink(stage, first)) };
}
