/**
 * Writes the merged data in the operation's shape: response keys in the operation's order, fragments by runtime type, leaf
 * values checked, and null propagation (GraphQL specification, section 6.4.4 "Handling Execution Errors").
 */
import {
  type GraphQLCompositeType,
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, type FieldsOfType } from './collectFields.ts';
import type { Shared } from './entities.ts';
import type { IntrospectionField } from './introspect.ts';
import { type WriteLeaf, writeLeafOf } from './leaves.ts';
import { type Data, own } from './merge.ts';
import { NullTrace, type Told } from './nullTrace.ts';

/** JSON; null for a null, which ends the object around it where the field is never null. */
export type WriteValue = (value: unknown) => string | null;

/** Writes one root field of introspection. */
export type WriteIntrospection = (field: IntrospectionField) => string;

/** What the shape of an operation is made from; conditions of `@skip` and `@include` are settled. */
export interface Shaping {
  readonly schema: GraphQLSchema;
  readonly fragments: FieldsOfType['fragments'];
  readonly includes: FieldsOfType['includes'];
}

export interface Shape {
  /** @returns the text of `data`; null when null propagated up to it. */
  write(data: Data, shared: Shared, introspect: WriteIntrospection): string | null;
  /** The errors of nulls that must not be, in data that was just written. */
  nullErrors(data: Data, told: Told): readonly GraphQLError[];
}

interface FieldWriter {
  readonly key: string;
  /** `Type.field`. */
  readonly coordinate: string;
  /** The key in JSON, without and with a comma before it. */
  readonly first: string;
  readonly next: string;
  readonly nonNull: boolean;
  /** Whether the key may only be read as an own one. */
  readonly guarded: boolean;
  readonly write: (value: unknown, data: Data) => string | null;
}

export function compileShape(
  shaping: Shaping,
  rootType: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): Shape {
  const now: Writing = { shared: new Map(), introspect: () => 'null', lost: false, trace: null };
  const write = writeComposite(shaping, rootType, [selectionSet], now);
  return {
    write(data, shared, introspect) {
      now.shared = shared;
      now.introspect = introspect;
      now.lost = false;
      return write(data);
    },
    nullErrors(data, told) {
      if (!now.lost) return [];
      const trace = new NullTrace(told);
      // What was written once for several places is looked at in each.
      now.shared = new Map();
      now.introspect = () => 'null';
      now.trace = trace;
      write(data);
      now.trace = null;
      return trace.errors;
    },
  };
}

/** The answer that is being written: writing is not interrupted. */
interface Writing {
  shared: Shared;
  introspect: WriteIntrospection;
  /** Whether null stood where it must not. */
  lost: boolean;
  /** Set while the errors of such nulls are looked for, which is seldom. */
  trace: NullTrace | null;
}

function writeComposite(
  shaping: Shaping,
  declared: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  now: Writing,
): WriteValue {
  const byTypename = new Map<unknown, readonly FieldWriter[] | null>();
  /** Those of the type that the value last had: mostly the next one has it too. */
  let lastTypename: unknown;
  let lastFields: readonly FieldWriter[] | null = null;

  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const data = value as Data;
    const typename = data['__typename'];
    if (lastFields === null || typename !== lastTypename) {
      let fields = byTypename.get(typename);
      if (fields === undefined) {
        fields = fieldsOf(shaping, declared, typename, selectionSets, now);
        byTypename.set(typename, fields);
      }
      lastTypename = typename;
      lastFields = fields;
    }
    if (lastFields === null) return null;
    const before = now.shared.size > 0 ? now.shared.get(data) : undefined;
    if (before === undefined) return writeFields(lastFields, data, now);
    if (before?.writer === byTypename) return before.text;
    const text = writeFields(lastFields, data, now);
    now.shared.set(data, { writer: byTypename, text });
    return text;
  };
}

function writeFields(fields: readonly FieldWriter[], data: Data, now: Writing): string | null {
  if (now.trace) return traceFields(fields, data, now.trace);
  let text = '';
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as FieldWriter;
    const value = field.guarded ? own(data, field.key) : data[field.key];
    const written = field.write(value, data);
    if (written === null && field.nonNull) {
      now.lost = true;
      return null;
    }
    text += (i === 0 ? field.first : field.next) + (written === null ? 'null' : written);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** @returns null as `writeFields` does, and no text. */
function traceFields(fields: readonly FieldWriter[], data: Data, trace: NullTrace): string | null {
  for (const { key, coordinate, nonNull, write } of fields) {
    const outer = trace.enter(key, coordinate);
    const isNull = write(own(data, key), data) === null;
    if (isNull && nonNull) trace.raise(data);
    else if (isNull) trace.settle();
    trace.leave(outer);
    if (isNull && nonNull) return null;
  }
  return '';
}

/** Null for a `__typename` that the API does not have. */
function fieldsOf(
  shaping: Shaping,
  declared: GraphQLCompositeType,
  typename: unknown,
  selectionSets: readonly SelectionSetNode[],
  now: Writing,
): readonly FieldWriter[] | null {
  const { schema } = shaping;
  const named = typeof typename === 'string' ? schema.getType(typename) : declared;
  if (!isCompositeType(named)) return null;
  // A subgraph that has an interface as an object (`@interfaceObject`) knows no other name.
  const runtime = isObjectType(named) ? named : isObjectType(declared) ? declared : null;
  const collected = collectFields({ ...shaping, runtime, parent: declared }, selectionSets);
  return [...collected].map(([key, { name, parent, type, selections, nodes }]) => {
    const field = {
      key,
      coordinate: `${(runtime ?? parent).name}.${name}`,
      first: `{${JSON.stringify(key)}:`,
      next: `,${JSON.stringify(key)}:`,
      guarded: key in Object.prototype,
    };
    if (name === '__typename') {
      return { ...field, nonNull: true, write: writeTypename(schema, key, runtime ?? parent) };
    }
    if (name === '__schema' || name === '__type') {
      return { ...field, nonNull: name === '__schema', write: () => now.introspect({ key, nodes }) };
    }
    const nullable = isNonNullType(type) ? type.ofType : type;
    return { ...field, nonNull: isNonNullType(type), write: writeOf(shaping, nullable, selections, now) };
  });
}

/** The name of the object's type; that of the fragment around it where a subgraph did not say. */
function writeTypename(
  schema: GraphQLSchema,
  key: string,
  parent: GraphQLCompositeType,
): (value: unknown, data: Data) => string | null {
  return (value, data) => {
    const given = value ?? (key === '__typename' ? null : data['__typename']);
    const named = typeof given === 'string' ? schema.getType(given) : undefined;
    const type = named && isCompositeType(named) ? named : parent;
    return isObjectType(type) ? `"${type.name}"` : null;
  };
}

function writeOf(
  shaping: Shaping,
  type: GraphQLOutputType,
  selections: readonly SelectionSetNode[],
  now: Writing,
): WriteValue {
  if (isNonNullType(type)) return writeOf(shaping, type.ofType, selections, now);
  if (isListType(type)) {
    const nonNull = isNonNullType(type.ofType);
    return writeList(writeOf(shaping, type.ofType, selections, now), nonNull, now);
  }
  const named = getNamedType(type);
  if (isCompositeType(named)) return writeComposite(shaping, named, selections, now);
  const leaf: WriteLeaf = writeLeafOf(named);
  return leaf;
}

function writeList(write: WriteValue, nonNull: boolean, now: Writing): WriteValue {
  return (value) => {
    if (!Array.isArray(value)) return null;
    if (now.trace) return traceItems(value, write, nonNull, now.trace);
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      const written = write(value[i]);
      if (written === null && nonNull) {
        now.lost = true;
        return null;
      }
      text += (i === 0 ? '' : ',') + (written === null ? 'null' : written);
    }
    return `${text}]`;
  };
}

function traceItems(
  items: readonly unknown[],
  write: WriteValue,
  nonNull: boolean,
  trace: NullTrace,
): string | null {
  for (const [index, item] of items.entries()) {
    trace.enterItem(index);
    const isNull = write(item) === null;
    if (isNull && nonNull) trace.raise(null);
    else if (isNull) trace.settle();
    trace.leaveItem();
    if (isNull && nonNull) return null;
  }
  return '';
}
