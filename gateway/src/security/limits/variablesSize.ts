import { badUserInput } from '@holdfast/kit-base/errors';
import type { GraphQLError } from 'graphql';
import type { Limits } from './limits.ts';
import { tooComplex } from './tooComplex.ts';

type VariableLimits = Pick<Limits, 'variableKeys' | 'variableDepth' | 'listLength' | 'stringLength'>;

/**
 * Checks the size of variables, whatever their types, before coercion: coercion collects every problem, so it
 * is slow for large, wrong values. Reads no more than the limits allow.
 * @param variables the variables as received, parsed from JSON.
 * @returns OPERATION_TOO_COMPLEX for the first limit exceeded; BAD_USER_INPUT for the name `__proto__`, which
 *   the body of a POST cannot have either, and which careless copying turns into an object's prototype.
 */
export function checkVariablesSize(variables: unknown, limits: VariableLimits): GraphQLError | undefined {
  const { variableKeys, variableDepth, listLength, stringLength } = limits;
  let keys = 0;
  // Level by level instead of recursively, so that it does not run out of stack when the depth is unlimited.
  let level: unknown[] = [variables];
  // The variables' own object is not a level of a value.
  for (let depth = -1; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string' && value.length > stringLength)
        return tooComplex('stringLength', stringLength, value.length);
      if (typeof value !== 'object' || value === null) continue;
      if (depth >= variableDepth) return tooComplex('variableDepth', variableDepth);
      if (Array.isArray(value)) {
        if (value.length > listLength) return tooComplex('listLength', listLength, value.length);
        for (const item of value) next.push(item);
        continue;
      }
      for (const [key, item] of Object.entries(value)) {
        if (++keys > variableKeys) return tooComplex('variableKeys', variableKeys);
        if (key.length > stringLength) return tooComplex('stringLength', stringLength, key.length);
        if (key === '__proto__') return badUserInput([{ path: [key], message: 'This name is not allowed.' }]);
        next.push(item);
      }
    }
    level = next;
  }
  return undefined;
}
