import {
  type Binary,
  type BSONRegExp,
  type BSONSymbol,
  type Code,
  DBRef,
  type Decimal128,
  type Document,
  Double,
  deserialize,
  Int32,
  Long,
  type MaxKey,
  type MinKey,
  type ObjectId,
  serialize,
  type Timestamp,
} from 'bson';
import { CommandError } from '../errors.ts';

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

/** MongoDB's own limit on nesting; the stack would allow some thousands. */
const maxDepth = 180;
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
 * Returns the BSON type name of an object that the package created; `undefined` for documents, arrays and
 * others.
 */
function bsonTypeOf(value: Value): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as { _bsontype?: string })._bsontype;
}

/**
 * Decodes a document. Fails with FailedToParse for bytes that are not BSON, and with BadValue for nesting
 * deeper than 180.
 */
export function decode(bytes: Uint8Array): Doc {
  let raw: Document;
  try {
    raw = deserialize(bytes, {
      promoteValues: false,
      promoteBuffers: false,
      bsonRegExp: true,
      validation: { utf8: true },
    });
  } catch (cause) {
    throw new CommandError(
      'FailedToParse',
      `invalid BSON: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
  return exact(raw, 0) as Doc;
}

export function encode(doc: Doc): Uint8Array {
  return serialize(doc, { ignoreUndefined: true });
}

function exact(value: unknown, depth: number): Value {
  if (typeof value !== 'object' || value === null) return value as Value;
  if (value instanceof Date) return value;
  if (value instanceof Int32) return value.value;
  if (value instanceof Double) return value;
  if (value instanceof Long && bsonTypeOf(value as unknown as Value) === 'Long') return value.toBigInt();
  if (depth > maxDepth) throw new CommandError('BadValue', `a document is nested deeper than ${maxDepth}`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = exact(value[i], depth + 1);
    return value as Value[];
  }
  if (value instanceof DBRef) {
    const { collection, oid, db, fields } = value;
    const plain = { $ref: collection, $id: oid, ...(db === undefined ? {} : { $db: db }), ...fields };
    return exact(plain, depth);
  }
  if (bsonTypeOf(value as Value) !== undefined && Object.getPrototypeOf(value) !== Object.prototype) {
    return value as Value;
  }
  const doc = value as Record<string, unknown>;
  for (const name of Object.keys(doc)) {
    const inner = doc[name];
    if (name === '__proto__') throw new CommandError('BadValue', 'a field cannot be named __proto__ here');
    if (typeof inner === 'object' && inner !== null) doc[name] = exact(inner, depth + 1);
  }
  return doc as Doc;
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
