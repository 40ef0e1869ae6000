import { compileExpression } from '../aggregate/expression.ts';
import { isNumeric, isTruthy } from '../bson/numbers.ts';
import { type Path, parsePath } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { setAt } from '../update/place.ts';
import { compileProjectionOperator } from './projectionOperators.ts';

export type Projection = (doc: Doc) => Doc;

/** The tree of the projection's paths; a leaf is a path that is included or excluded. */
interface Node {
  children: Map<string, Node>;
  isLeaf: boolean;
}

/**
 * Compiles an inclusion or exclusion (never both, except for `_id`), with `$slice`, `$elemMatch` and computed
 * fields. Returns `undefined` when documents pass unchanged.
 */
export function compileProjection(projection: Value): Projection | undefined {
  if (projection === undefined) return undefined;
  if (!isDoc(projection)) throw new CommandError('TypeMismatch', 'projection must be an object');
  const entries = flattened(projection);
  if (entries.length === 0) return undefined;
  const root: Node = { children: new Map(), isLeaf: false };
  const operators: ((doc: Doc, result: Doc) => void)[] = [];
  let mode: 'include' | 'exclude' | undefined;
  let includesId = true;
  const choose = (name: string, wanted: 'include' | 'exclude'): void => {
    if (mode !== undefined && mode !== wanted) {
      const [code, verb] =
        wanted === 'include'
          ? (['Location31253', 'inclusion'] as const)
          : (['Location31254', 'exclusion'] as const);
      throw new CommandError(
        code,
        `Cannot do ${verb} on field ${name} in ${mode === 'include' ? 'inclusion' : 'exclusion'} projection`,
      );
    }
    mode = wanted;
  };
  for (const [name, value] of entries) {
    const isFlag = typeof value === 'boolean' || isNumeric(value);
    if (name === '_id' && isFlag) {
      includesId = isTruthy(value);
      if (includesId && entries.length === 1) mode = 'include';
    } else if (isFlag && !name.endsWith('.$')) {
      choose(name, isTruthy(value) ? 'include' : 'exclude');
      add(root, parsePath(name));
    } else {
      const operator = isFlag ? undefined : compileProjectionOperator(name, value);
      if (name.endsWith('.$') || operator?.needs === 'include') choose(name, 'include');
      if (name.endsWith('.$')) {
        throw new CommandError(
          'NotImplemented',
          `the positional projection '${name}' is not supported by the embedded MongoDB`,
        );
      }
      if (operator !== undefined) operators.push(operator.apply);
      else operators.push(computed(name, value, () => choose(name, 'include')));
    }
  }
  const isInclusion = mode === 'include';
  if (isInclusion ? includesId : !includesId) add(root, ['_id']);
  return (doc) => {
    const result = (isInclusion ? included(doc, root) : excluded(doc, root)) as Doc;
    for (const apply of operators) apply(doc, result);
    return result;
  };
}

function computed(name: string, value: Value, check: () => void): (doc: Doc, result: Doc) => void {
  check();
  const expression = compileExpression(value);
  const path = parsePath(name);
  return (doc, result) => {
    const computedValue = expression(doc);
    if (computedValue !== undefined) setAt(result, path, computedValue);
  };
}

/** Flattens `{ a: { b: 1 } }` to `{ 'a.b': 1 }`. */
function flattened(projection: Doc, prefix = ''): [string, Value][] {
  return Object.entries(projection).flatMap(([name, value]) => {
    const isNested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$');
    return isNested
      ? flattened(value, `${prefix}${name}.`)
      : [[prefix + name, value] satisfies [string, Value]];
  });
}

function add(root: Node, path: Path): void {
  let node = root;
  for (const segment of path) {
    if (node.isLeaf) throw collision(path);
    const child = node.children.get(segment) ?? { children: new Map(), isLeaf: false };
    node.children.set(segment, child);
    node = child;
  }
  if (node.isLeaf || node.children.size > 0) throw collision(path);
  node.isLeaf = true;
}

function collision(path: Path): CommandError {
  return new CommandError('Location31249', `Path collision at ${path.join('.')}`);
}

function included(value: Value, node: Node): Value {
  if (node.isLeaf) return value;
  if (Array.isArray(value))
    return value.filter((each) => isDoc(each) || Array.isArray(each)).map((each) => included(each, node));
  if (!isDoc(value)) return undefined;
  const result: Doc = {};
  for (const name of Object.keys(value)) {
    const child = node.children.get(name);
    const kept = child === undefined ? undefined : included(field(value, name), child);
    if (kept !== undefined) result[name] = kept;
  }
  return result;
}

function excluded(value: Value, node: Node): Value {
  if (node.isLeaf) return undefined;
  if (Array.isArray(value)) return value.map((each) => excluded(each, node));
  if (!isDoc(value)) return value;
  const result: Doc = {};
  for (const name of Object.keys(value)) {
    const child = node.children.get(name);
    const kept = child === undefined ? field(value, name) : excluded(field(value, name), child);
    if (kept !== undefined) result[name] = kept;
  }
  return result;
}
