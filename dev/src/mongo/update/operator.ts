import type { Path } from '../bson/paths.ts';
import type { Doc, Value } from '../bson/values.ts';

export interface UpdateContext {
  /** Whether the document is being made by an upsert. */
  isInsert: boolean;
  now: Date;
}

/** Changes `doc`, a copy, at one concrete place. */
export type Operator = (doc: Doc, path: Path, operand: Value, context: UpdateContext) => void;
