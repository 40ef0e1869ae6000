import { parsePath } from '../bson/paths.ts';
import { clone, type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { getAt, setAt, unsetAt } from '../update/place.ts';
import type { Stage } from './stage.ts';

/**
 * Yields one document for each element of an array. A value that is not an array passes once; a missing
 * value, null or an empty array passes only with `preserveNullAndEmptyArrays`.
 */
export function compileUnwind(spec: Value): Stage {
  const options: Doc = isDoc(spec) ? spec : { path: spec };
  const name = field(options, 'path');
  if (typeof name !== 'string' || !name.startsWith('$')) {
    throw new CommandError('BadValue', "path option to $unwind stage should be prefixed with a '$'");
  }
  const path = parsePath(name.slice(1));
  const keepsEmpty = field(options, 'preserveNullAndEmptyArrays') === true;
  const indexName = field(options, 'includeArrayIndex');
  const withIndex = (doc: Doc, index: bigint | null): Doc => {
    if (typeof indexName === 'string') setAt(doc, parsePath(indexName), index);
    return doc;
  };
  return function* (input) {
    for (const doc of input) {
      const value = getAt(doc, path);
      const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
      if (isEmpty) {
        if (!keepsEmpty) continue;
        const copy = clone(doc);
        if (Array.isArray(value)) unsetAt(copy, path);
        yield withIndex(copy, null);
      } else if (Array.isArray(value)) {
        for (const [i, element] of value.entries()) {
          const copy = clone(doc);
          setAt(copy, path, element);
          yield withIndex(copy, BigInt(i));
        }
      } else {
        yield withIndex(clone(doc), null);
      }
    }
  };
}
