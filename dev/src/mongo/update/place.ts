import { isIndex, type Path } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { show } from '../storage/show.ts';

/** The number of elements by which MongoDB will pad an array to set one beyond its end. */
const maxPadding = 1_500_000;

/** Returns the value at a concrete path (positions as numbers), `undefined` when a segment is missing. */
export function getAt(doc: Doc, path: Path): Value {
  let value: Value = doc;
  for (const segment of path) {
    if (Array.isArray(value)) value = isIndex(segment) ? value[Number(segment)] : undefined;
    else if (isDoc(value)) value = field(value, segment);
    else return undefined;
  }
  return value;
}

/**
 * Sets a value and creates the documents along the path. Fails with PathNotViable where a scalar is in the
 * way.
 */
export function setAt(doc: Doc, path: Path, value: Value): void {
  let parent: Value = doc;
  for (const [i, segment] of path.entries()) {
    const isLast = i === path.length - 1;
    if (Array.isArray(parent)) {
      if (!isIndex(segment)) throw notViable(path, i, parent);
      const index = Number(segment);
      if (index - parent.length > maxPadding)
        throw new CommandError('BadValue', `can't backfill more than ${maxPadding} elements`);
      while (parent.length < index) parent.push(null);
      if (isLast) parent[index] = value;
      else if (index >= parent.length) parent[index] = {};
      parent = parent[index];
    } else if (isDoc(parent)) {
      checkName(segment);
      if (isLast) parent[segment] = value;
      else if (!Object.hasOwn(parent, segment)) parent[segment] = {};
      parent = parent[segment];
    } else {
      throw notViable(path, i, parent);
    }
  }
}

/** Removes a field; an array element becomes null, so that the others keep their positions. */
export function unsetAt(doc: Doc, path: Path): void {
  const parent = getAt(doc, path.slice(0, -1));
  const last = path.at(-1) ?? '';
  if (Array.isArray(parent)) {
    if (isIndex(last) && Number(last) < parent.length) parent[Number(last)] = null;
  } else if (isDoc(parent)) {
    delete parent[last];
  }
}

/** Returns the array at the path, for operators that need one; `undefined` when it is missing. */
export function arrayAt(doc: Doc, path: Path, operator: string): Value[] | undefined {
  const value = getAt(doc, path);
  if (value === undefined || Array.isArray(value)) return value;
  throw new CommandError(
    'BadValue',
    `The field '${path.join('.')}' must be an array but is ${show(value)}, so ${operator} cannot be applied`,
  );
}

function checkName(segment: string): void {
  if (segment === '__proto__') throw new CommandError('BadValue', 'a field cannot be named __proto__ here');
  if (segment === '') throw new CommandError('EmptyFieldName', 'an update path contains an empty field name');
}

function notViable(path: Path, at: number, parent: Value): CommandError {
  const place = path[at - 1] ?? '';
  return new CommandError(
    'PathNotViable',
    `Cannot create field '${path[at]}' in element {${place}: ${show(parent)}}`,
  );
}
