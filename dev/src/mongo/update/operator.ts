import type { Path } from '../bson/paths.ts';
import type { Doc, Value } from '../bson/values.ts';

export interface UpdateContext {
  /** True when an upsert is creating the document. */
  isInsert: boolean;
  now: Date;
}

/** Changes `doc`, a copy, at one concrete place. */
export type Operator = (doc: Doc, path: Path, operand: Value, context: UpdateContext) => void;
