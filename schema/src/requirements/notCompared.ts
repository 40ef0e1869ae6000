import type { Baseline } from '../baseline.ts';
import type { Problem } from '../problem.ts';

/** REQUIREMENTS_NOT_COMPARED when one of two schemas to compare is only an API schema: who may ask for what is not in it. */
export function notComparedProblems(baselines: readonly Baseline[]): Problem[] {
  const without = baselines.find(({ supergraph }) => supergraph === undefined);
  if (!without) return [];
  const message = `What is required of callers was not compared: ${without.name} is without a supergraph, which says it.`;
  return [{ severity: 'notice', code: 'REQUIREMENTS_NOT_COMPARED', message }];
}
