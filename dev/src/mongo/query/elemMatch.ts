import type { Hit } from '../bson/paths.ts';
import { isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import type { Recursion } from './recursion.ts';

const logical = new Set(['$and', '$or', '$nor', '$expr']);

/**
 * Compiles a test that one element of an array passes by itself: a document by a query on its fields, or any
 * value by operators alone (`{ $elemMatch: { $gte: 80, $lt: 85 } }`).
 */
export function compileElemMatch(operand: Value, recursion: Recursion): (leaf: Value, hit: Hit) => boolean {
  if (!isDoc(operand)) throw new CommandError('BadValue', '$elemMatch needs an Object');
  const [first] = Object.keys(operand);
  const isByValue = first?.startsWith('$') === true && !logical.has(first);
  const test = isByValue ? recursion.compileField([], operand) : recursion.compileConjunction(operand);
  return (leaf, hit) => {
    if (!Array.isArray(leaf)) return false;
    const index = leaf.findIndex(
      (element) => (isByValue || isDoc(element)) && test(element, { position: undefined }),
    );
    if (index < 0) return false;
    hit.position = index;
    return true;
  };
}
