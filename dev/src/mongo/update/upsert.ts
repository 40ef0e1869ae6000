import { BSONRegExp } from 'bson';
import { parsePath } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { isOperators } from '../query/filter.ts';
import { setAt } from './place.ts';

/** Returns the initial fields of an upsert's new document: those that the query compares for equality. */
export function seedOf(filter: Doc): Doc {
  const seed: Doc = {};
  collect(filter, seed);
  return seed;
}

/** Returns the initial fields for a replacement, which takes only `_id` from the query. */
export function idOf(filter: Doc): Doc {
  const id = field(seedOf(filter), '_id');
  return id === undefined ? {} : { _id: id };
}

function collect(filter: Doc, seed: Doc): void {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const branch of condition) if (isDoc(branch)) collect(branch, seed);
    } else if (name === '$or' && Array.isArray(condition) && condition.length === 1) {
      const [branch] = condition;
      if (isDoc(branch)) collect(branch, seed);
    } else if (!name.startsWith('$')) {
      const value = equalTo(condition);
      if (value !== undefined) setAt(seed, parsePath(name), value);
    }
  }
}

function equalTo(condition: Value): Value {
  if (!isOperators(condition)) return condition instanceof BSONRegExp ? undefined : condition;
  const all = field(condition, '$all');
  if (Array.isArray(all) && all.length === 1 && !isOperators(all[0])) return all[0];
  return field(condition, '$eq');
}
