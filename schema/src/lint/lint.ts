import { byPlace, type Place, type Problem, placeText } from '../problem.ts';
import { placeOf } from '../sources.ts';
import type { LintedGraph } from './graph.ts';
import type { Finding } from './rule.ts';
import type { RuleSetting } from './settings.ts';

/** Runs the rules. The code of a problem is `LINT_` and the name of its rule in capitals. */
export function lintGraph(graph: LintedGraph, settings: readonly RuleSetting[]): Problem[] {
  return distinct(settings.flatMap((setting) => problemsOf(graph, setting))).sort(byPlace);
}

function problemsOf(graph: LintedGraph, { rule, severity, options, except }: RuleSetting): Problem[] {
  if (severity === 'off') return [];
  const code = `LINT_${rule.name.toUpperCase().replaceAll('-', '_')}`;
  const exceptions = Object.keys(except).map((pattern) => ({ pattern, matches: matcher(pattern) }));
  const used = new Set<string>();
  const problems = rule.check(graph, options).flatMap((finding): Problem[] => {
    const excepted = exceptions.filter(({ matches }) => matches(finding.coordinate));
    for (const { pattern } of excepted) used.add(pattern);
    if (excepted.length > 0) return [];
    return [problemOf(finding, code, severity === 'error' ? 'error' : 'warning')];
  });
  const idle = exceptions.filter(({ pattern }) => !used.has(pattern));
  return [
    ...problems,
    ...idle.map(
      ({ pattern }): Problem => ({
        severity: 'warning',
        code: 'LINT_IDLE_EXCEPTION',
        message: `The rules except ${pattern} from ${rule.name}, but it needs no exception.`,
      }),
    ),
  ];
}

function problemOf(
  { message, node, also = [] }: Finding,
  code: string,
  severity: 'error' | 'warning',
): Problem {
  const others = also.map(placeOf).filter((place): place is Place => place !== undefined);
  return { severity, code, message, ...placeOf(node), ...(others.length > 0 ? { also: others } : {}) };
}

/** Returns a predicate for coordinates that match a pattern, in which `*` stands for any characters. */
function matcher(pattern: string): (coordinate: string) => boolean {
  const source = pattern.replaceAll(/[.()*+?^${}|[\]\\]/g, (char) => (char === '*' ? '.*' : `\\${char}`));
  const regex = new RegExp(`^${source}$`);
  return (coordinate) => regex.test(coordinate);
}

/** Removes repeated findings. */
function distinct(problems: readonly Problem[]): Problem[] {
  const keyed = problems.map((problem): [string, Problem] => [
    `${placeText({ file: '', ...problem })} ${problem.code} ${problem.message}`,
    problem,
  ]);
  return [...new Map(keyed).values()];
}
