import type {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/**
 * A BSON value that keeps its type: a plain `number` is always an int32, a `bigint` an int64, and a double
 * stays wrapped, so that values are stored as they were sent (the package's own promotion loses whether 1 was
 * an int or a double). `undefined` stands for a missing field and for BSON's deprecated undefined.
 */
export type Value =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Date
  | Double
  | ObjectId
  | Binary
  | Decimal128
  | Timestamp
  | BSONRegExp
  | BSONSymbol
  | Code
  | MinKey
  | MaxKey
  | Doc
  | Value[];

export interface Doc {
  [field: string]: Value;
}

/** MongoDB's own limit on one document. */
export const maxDocumentBytes = 16 * 1024 * 1024;

export function isDoc(value: Value): value is Doc {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Returns a document's own field, `undefined` when it is missing: names such as `constructor` find nothing.
 */
export function field(doc: Doc, name: string): Value {
  return Object.hasOwn(doc, name) ? doc[name] : undefined;
}

/**
 * Returns a copy that shares no document or array with the original; leaves are immutable here and are
 * shared.
 */
export function clone<T extends Value>(value: T): T {
  if (Array.isArray(value)) return value.map((each) => clone(each)) as T;
  if (!isDoc(value)) return value;
  const copy: Doc = {};
  for (const name of Object.keys(value)) copy[name] = clone(value[name]);
  return copy as T;
}
