import { type Path, parsePath } from '../bson/paths.ts';
import { clone, type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { compileExpression } from './expression.ts';

/** Compiles `$set`. Fields are computed from the incoming document; a missing result removes its field. */
export function compileAddFields(spec: Doc): (doc: Doc) => Doc {
  const additions = flattened(spec, []).map(({ path, value }) => ({
    path,
    expression: compileExpression(value),
  }));
  return (doc) => {
    const result = clone(doc);
    for (const { path, expression } of additions) put(result, path, expression(doc));
    return result;
  };
}

/** `{ a: { b: 1 } }` adds `a.b` to the fields that `a` has. */
function flattened(spec: Doc, prefix: Path): { path: Path; value: Value }[] {
  return Object.entries(spec).flatMap(([name, value]) => {
    const path = [...prefix, ...parsePath(name)];
    const isNested = isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]?.startsWith('$');
    return isNested ? flattened(value, path) : [{ path, value }];
  });
}

/** Adds a field, to each element of an array that its path leads through, as `$addFields` does. */
function put(target: Doc, [name = '', ...rest]: Path, value: Value): void {
  if (rest.length === 0) {
    if (value === undefined) delete target[name];
    else target[name] = clone(value);
    return;
  }
  const inner = field(target, name);
  if (Array.isArray(inner)) {
    target[name] = inner.map((element) => {
      const doc: Doc = isDoc(element) ? element : {};
      put(doc, rest, value);
      return doc;
    });
    return;
  }
  const doc: Doc = isDoc(inner) ? inner : {};
  if (value === undefined && !isDoc(inner)) return;
  target[name] = doc;
  put(doc, rest, value);
}
