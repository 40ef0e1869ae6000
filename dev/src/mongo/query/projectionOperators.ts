import { toInteger } from '../bson/numbers.ts';
import { parsePath } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { getAt, setAt } from '../update/place.ts';
import { compileFilter } from './filter.ts';

interface ProjectionOperator {
  /** `$elemMatch` selects its field; `$slice` only shortens an array. */
  needs: 'include' | 'either';
  apply(doc: Doc, result: Doc): void;
}

/** Compiles `$elemMatch` and the `$slice` of a find; returns `undefined` for an expression. */
export function compileProjectionOperator(name: string, value: Value): ProjectionOperator | undefined {
  if (!isDoc(value)) return undefined;
  const path = parsePath(name);
  if (Object.hasOwn(value, '$elemMatch')) {
    const condition = field(value, '$elemMatch');
    if (!isDoc(condition)) throw new CommandError('BadValue', '$elemMatch needs an Object');
    const isByValue = Object.keys(condition)[0]?.startsWith('$') === true;
    const passes = compileFilter(isByValue ? { element: condition } : condition);
    const test = (element: Value): boolean =>
      isByValue ? passes({ element }) : isDoc(element) && passes(element);
    return {
      needs: 'include',
      apply(doc, result) {
        const array = getAt(doc, path);
        const first = Array.isArray(array) ? array.find(test) : undefined;
        if (first !== undefined) setAt(result, path, [first]);
      },
    };
  }
  const slice = sliceOf(field(value, '$slice'));
  if (slice === undefined) return undefined;
  return {
    needs: 'either',
    apply(doc, result) {
      const array = getAt(doc, path);
      if (Array.isArray(array)) setAt(result, path, slice(array));
    },
  };
}

function sliceOf(operand: Value): ((array: Value[]) => Value[]) | undefined {
  const [first, second] = (Array.isArray(operand) ? operand : [operand]).map(toInteger);
  if (first === undefined) return undefined;
  const skip = Number(first);
  if (!Array.isArray(operand)) return (array) => (skip < 0 ? array.slice(skip) : array.slice(0, skip));
  if (second === undefined || second <= 0n)
    throw new CommandError('BadValue', '$slice limit must be positive');
  return (array) => {
    const start = skip < 0 ? Math.max(0, array.length + skip) : skip;
    return array.slice(start, start + Number(second));
  };
}
