import type { Hit, Path } from '../bson/paths.ts';
import type { Doc, Value } from '../bson/values.ts';

export type Test = (doc: Value, hit: Hit) => boolean;

/** Compiles the conditions inside an operator. */
export interface Recursion {
  compileConjunction(filter: Doc): Test;
  compileField(path: Path, condition: Value): Test;
  isOperators(condition: Value): condition is Doc;
}
