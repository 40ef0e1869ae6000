import { apiSchemaOf } from './apiSchema.ts';
import { baselineOf, defaultBaseline, notComparedProblems } from './baseline.ts';
import type { Schemas, Supergraphs } from './changes/change.ts';
import { compareSchemas } from './changes/compare.ts';
import { judgeChanges, judgeOperations } from './changes/impact.ts';
import { operationProblems } from './changes/operationProblems.ts';
import { countsText, reportedChange } from './changes/report.ts';
import { composeSources } from './composition/compose.ts';
import { staleProblems } from './composition/files.ts';
import type { Config } from './config.ts';
import { definitionsOf } from './coordinates.ts';
import { loadOperations } from './operations/load.ts';
import type { Operation } from './operations/operation.ts';
import { byPlace, type Problem } from './problem.ts';
import { counted } from './report/counted.ts';
import type { Report, ReportedChange } from './report/report.ts';

import { readSources, type SubgraphSource } from './sources.ts';
import { readTraffic } from './traffic/read.ts';

export interface Wanted {
  /** A git ref or a file; the merge base with the base branch when undefined. */
  readonly against: string | undefined;
  /** The files of operations that the gateway has counted. */
  readonly traffic: readonly string[];
  /** Fails on a breaking change even when no operation uses what it breaks. */
  readonly strict: boolean;
  /** Fails on a composition hint of level WARN. */
  readonly strictHints: boolean;
}

/**
 * Composes the subgraphs, compares the result with the baseline, and judges each change by use. A change is
 * called safe for a client only if each of its operations is valid and nothing that they select or send
 * changed its meaning.
 * @throws UsageError when the baseline or a traffic file cannot be read.
 */
export async function checkSchema(config: Config, wanted: Wanted, cwd: string): Promise<Report> {
  const [baseline, traffic, committed, sources] = await Promise.all([
    wanted.against === undefined ? defaultBaseline(config, cwd) : baselineOf(wanted.against, config, cwd),
    Promise.all(wanted.traffic.map((file) => readTraffic(file, cwd))),
    loadOperations(config.operations, config.folder, cwd),
    readSources(config.subgraphs, cwd),
  ]);
  const before = apiSchemaOf(baseline);
  if (sources.problems.length > 0) return notComposed(sources.problems);
  const { composed, problems: hints } = composeSources(sources.subgraphs);
  if (!composed) return notComposed(hints);
  const after =
    composed.api === baseline.sdl
      ? before
      : apiSchemaOf({ sdl: composed.api, name: 'the composed API schema' });
  const supergraphs =
    baseline.supergraph === undefined
      ? undefined
      : { before: baseline.supergraph, after: composed.supergraph };
  const operations = [...committed.operations, ...traffic.flat()];
  const { changes, problems } = await judge({ before, after }, supergraphs, operations, sources.subgraphs);
  const all = [
    ...notComparedProblems([baseline]),
    ...(await staleProblems(config.output, composed, cwd)),
    ...committed.problems,
    ...problems,
    ...hints,
  ].sort(byPlace);
  return {
    ok: !isRefused(all, changes, wanted),
    headline: `Compared with ${baseline.name}: ${countsText(changes)}; ${counted(operations.length, 'operation')}.`,
    problems: all,
    changes,
  };
}

function notComposed(problems: readonly Problem[]): Report {
  return { ok: false, headline: 'The subgraphs do not compose; nothing was compared.', problems };
}

async function judge(
  schemas: Schemas,
  supergraphs: Supergraphs | undefined,
  operations: readonly Operation[],
  subgraphs: readonly SubgraphSource[],
) {
  const judged = judgeOperations(operations, schemas);
  const found = await compareSchemas(schemas, supergraphs);
  const definitions = definitionsOf(subgraphs);
  return {
    problems: operationProblems(judged),
    changes: judgeChanges(found, judged, schemas).map(({ change, affects }) =>
      reportedChange(change, affects, definitions),
    ),
  };
}

function isRefused(
  problems: readonly Problem[],
  changes: readonly ReportedChange[],
  { strict, strictHints }: Wanted,
): boolean {
  return (
    problems.some(({ severity }) => severity === 'error' || (strictHints && severity === 'warning')) ||
    changes.some(({ level, affects = [] }) => level === 'breaking' && (strict || affects.length > 0))
  );
}
