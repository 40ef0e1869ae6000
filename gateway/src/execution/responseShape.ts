/**
 * Writes the merged data in the shape of the response: keys in the operation's order, fragments by runtime
 * type, checked leaf values, and propagated nulls (GraphQL specification, section 6.4.4 "Handling Execution
 * Errors").
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
import { NullTrace, type ReportedErrors } from './nullTrace.ts';

/** Returns JSON, or null for a null, which propagates to the enclosing object when the field is non-null. */
export type WriteValue = (value: unknown) => string | null;

/** Writes one root field of introspection. */
export type WriteIntrospection = (field: IntrospectionField) => string;

/** The input of a response shape; the conditions of `@skip` and `@include` have their values. */
export interface ShapeOptions {
  readonly schema: GraphQLSchema;
  readonly fragments: FieldsOfType['fragments'];
  readonly includes: FieldsOfType['includes'];
}

export interface ResponseShape {
  /** @returns the text of `data`; null when null propagated up to it. */
  write(data: Data, shared: Shared, introspect: WriteIntrospection): string | null;
  /** Returns the errors of illegal nulls in the data that was just written. */
  nullErrors(data: Data, reported: ReportedErrors): readonly GraphQLError[];
}

interface FieldWriter {
  readonly key: string;
  /** `Type.field`. */
  readonly coordinate: string;
  /** The key in JSON, without and with a comma before it. */
  readonly first: string;
  readonly next: string;
  readonly nonNull: boolean;
  /** True when the key also names a property of `Object.prototype`, so that only an own property counts. */
  readonly ownOnly: boolean;
  readonly write: (value: unknown, data: Data) => string | null;
}

export function compileResponseShape(
  options: ShapeOptions,
  rootType: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): ResponseShape {
  const state: WriteState = { shared: new Map(), introspect: () => 'null', lost: false, trace: null };
  const write = writeComposite(options, rootType, [selectionSet], state);
  return {
    write(data, shared, introspect) {
      state.shared = shared;
      state.introspect = introspect;
      state.lost = false;
      return write(data);
    },
    nullErrors(data, reported) {
      if (!state.lost) return [];
      const trace = new NullTrace(reported);
      // An object that was written once for several places is checked in each of them.
      state.shared = new Map();
      state.introspect = () => 'null';
      state.trace = trace;
      write(data);
      state.trace = null;
      return trace.errors;
    },
  };
}

/** The state of the response that is being written. Writing is synchronous, so one is enough. */
interface WriteState {
  shared: Shared;
  introspect: WriteIntrospection;
  /** True when a non-null field or item was null. */
  lost: boolean;
  /** Set while the errors of such nulls are collected, which is rare. */
  trace: NullTrace | null;
}

function writeComposite(
  options: ShapeOptions,
  declared: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  state: WriteState,
): WriteValue {
  const byTypename = new Map<unknown, readonly FieldWriter[] | null>();
  /** The writers for the type of the last value: the next value usually has the same type. */
  let lastTypename: unknown;
  let lastFields: readonly FieldWriter[] | null = null;

  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const data = value as Data;
    const typename = data['__typename'];
    if (lastFields === null || typename !== lastTypename) {
      let fields = byTypename.get(typename);
      if (fields === undefined) {
        fields = fieldsOf(options, declared, typename, selectionSets, state);
        byTypename.set(typename, fields);
      }
      lastTypename = typename;
      lastFields = fields;
    }
    if (lastFields === null) return null;
    const before = state.shared.size > 0 ? state.shared.get(data) : undefined;
    if (before === undefined) return writeFields(lastFields, data, state);
    if (before?.writer === byTypename) return before.text;
    const text = writeFields(lastFields, data, state);
    state.shared.set(data, { writer: byTypename, text });
    return text;
  };
}

function writeFields(fields: readonly FieldWriter[], data: Data, state: WriteState): string | null {
  if (state.trace) return traceFields(fields, data, state.trace);
  let text = '';
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as FieldWriter;
    const value = field.ownOnly ? own(data, field.key) : data[field.key];
    const written = field.write(value, data);
    if (written === null && field.nonNull) {
      state.lost = true;
      return null;
    }
    text += (i === 0 ? field.first : field.next) + (written === null ? 'null' : written);
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Traces the nulls of an object. @returns null when `writeFields` does, otherwise an empty text. */
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

/** Returns null for a `__typename` that the API does not have. */
function fieldsOf(
  options: ShapeOptions,
  declared: GraphQLCompositeType,
  typename: unknown,
  selectionSets: readonly SelectionSetNode[],
  state: WriteState,
): readonly FieldWriter[] | null {
  const { schema } = options;
  const named = typeof typename === 'string' ? schema.getType(typename) : declared;
  if (!isCompositeType(named)) return null;
  // A subgraph that declares the interface as an object (`@interfaceObject`) knows no other name.
  const runtime = isObjectType(named) ? named : isObjectType(declared) ? declared : null;
  const collected = collectFields({ ...options, runtime, parent: declared }, selectionSets);
  return [...collected].map(([key, { name, parent, type, selections, nodes }]) => {
    const field = {
      key,
      coordinate: `${(runtime ?? parent).name}.${name}`,
      first: `{${JSON.stringify(key)}:`,
      next: `,${JSON.stringify(key)}:`,
      ownOnly: key in Object.prototype,
    };
    if (name === '__typename') {
      return { ...field, nonNull: true, write: writeTypename(schema, key, runtime ?? parent) };
    }
    if (name === '__schema' || name === '__type') {
      return { ...field, nonNull: name === '__schema', write: () => state.introspect({ key, nodes }) };
    }
    const nullable = isNonNullType(type) ? type.ofType : type;
    return { ...field, nonNull: isNonNullType(type), write: writeOf(options, nullable, selections, state) };
  });
}

/**
 * Writes the name of the object's type, or that of the enclosing fragment's type when the subgraph sent none.
 */
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
  options: ShapeOptions,
  type: GraphQLOutputType,
  selections: readonly SelectionSetNode[],
  state: WriteState,
): WriteValue {
  if (isNonNullType(type)) return writeOf(options, type.ofType, selections, state);
  if (isListType(type)) {
    const nonNull = isNonNullType(type.ofType);
    return writeList(writeOf(options, type.ofType, selections, state), nonNull, state);
  }
  const named = getNamedType(type);
  if (isCompositeType(named)) return writeComposite(options, named, selections, state);
  const leaf: WriteLeaf = writeLeafOf(named);
  return leaf;
}

function writeList(write: WriteValue, nonNull: boolean, state: WriteState): WriteValue {
  return (value) => {
    if (!Array.isArray(value)) return null;
    if (state.trace) return traceItems(value, write, nonNull, state.trace);
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      const written = write(value[i]);
      if (written === null && nonNull) {
        state.lost = true;
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
