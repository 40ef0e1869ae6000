import { DBRef, type Document, Double, deserialize, Int32, Long } from 'bson';
import { CommandError } from '../errors.ts';
import { decodePlain } from './plain.ts';
import type { Doc, Value } from './values.ts';

/** MongoDB's own limit on nesting; the stack would allow some thousands. */
const maxDepth = 180;
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
  const plain = decodePlain(bytes);
  if (plain !== undefined) return plain;
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
