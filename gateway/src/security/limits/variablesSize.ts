import { badUserInput } from '@holdfast/kit/errors';
import type { GraphQLError } from 'graphql';
import type { Limits } from './limits.ts';
import { tooComplex } from './tooComplex.ts';

type VariableLimits = Pick<Limits, 'variableKeys' | 'variableDepth' | 'listLength' | 'stringLength'>;

/**
 * Checks how large variables are, whatever their types should be: before coercion, which collects all that is wrong with
 * them and so is slow for what is large and wrong. Looks at no more than the limits allow.
 * @param variables as they came, parsed from JSON.
 * @returns OPERATION_TOO_COMPLEX for the first limit that they exceed; BAD_USER_INPUT for the name `__proto__`, which the
 *   body of a POST cannot have either, and which becomes an object's prototype wherever somebody copies it carelessly.
 */
export function checkVariablesSize(variables: unknown, limits: VariableLimits): GraphQLError | undefined {
  const { variableKeys, variableDepth, listLength, stringLength } = limits;
  let keys = 0;
  // Level by level and without recursion, so that nothing runs out of stack where the depth is not limited.
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
        if (key === '__proto__')
          return badUserInput([{ path: [key], message: 'Nothing may have this name.' }]);
        next.push(item);
      }
    }
    level = next;
  }
  return undefined;
}
