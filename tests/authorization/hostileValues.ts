/** Hostile values for every scalar in an operation's arguments. */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { BERLIN } from '../e2e/shop.ts';
import { objectType, type RootType } from './schema.ts';

export type Place = readonly (string | number)[];

export interface Leaf {
  readonly place: Place;
  readonly scalar: string;
}

/**
 * Returns every place in an operation's arguments that takes a scalar. Of a list it returns the first item.
 */
export function leavesOf(root: RootType, field: string): Leaf[] {
  return (objectType(root).getFields()[field]?.args ?? []).flatMap((argument) => leavesBelow(argument, []));
}

/** Returns every place that takes an input object. */
export function objectsOf(root: RootType, field: string): Place[] {
  const places = leavesOf(root, field).flatMap(({ place }) => (place.length > 1 ? [place.slice(0, -1)] : []));
  const objects = places.filter((place) => typeof place.at(-1) === 'string' || place.length > 1);
  return [...new Map(objects.map((place) => [place.join('.'), place])).values()];
}

function leavesBelow({ name, type }: GraphQLArgument | GraphQLInputField, above: Place): Leaf[] {
  return leavesIn(type, [...above, name]);
}

function leavesIn(type: GraphQLInputType, place: Place): Leaf[] {
  if (isNonNullType(type)) return leavesIn(type.ofType, place);
  if (isListType(type)) return leavesIn(type.ofType, [...place, 0]);
  if (isScalarType(type)) return [{ place, scalar: type.name }];
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => leavesBelow(field, place));
}

/** The other fields of an optional object, by its name, without which its leaves are not examined. */
const AROUND: Readonly<Record<string, object>> = {
  expectedTotal: { amount: '10.00', currency: 'USD' },
  shippingAddress: BERLIN,
  filter: {},
};

/** Returns the variables with another value at a place. */
export function withValue(
  variables: object,
  [name, ...rest]: Place,
  value: unknown,
): Record<string, unknown> {
  const copy: Record<string | number, unknown> = { ...variables };
  if (name === undefined) return copy;
  if (rest.length === 0) {
    // An assignment would not make `__proto__` a property.
    return Object.defineProperty(copy, name, { value, enumerable: true, configurable: true });
  }
  const inner = copy[name] ?? AROUND[name] ?? {};
  copy[name] = Array.isArray(inner)
    ? inner.with(Number(rest[0]), withIn(inner, rest, value))
    : withValue(inner, rest, value);
  return copy;
}

function withIn(list: readonly unknown[], [index, ...rest]: Place, value: unknown): unknown {
  return rest.length === 0 ? value : withValue(list[Number(index)] as object, rest, value);
}

const OBJECTS = [
  { $gt: '' },
  { $where: '1' },
  [{ $ne: null }],
  JSON.parse('{"__proto__":{"polluted":true}}'),
];
const NO_TEXT = ['a\0b', 'a\ud800b'];

/** Values that are refused in every place, by scalar. */
const INVALID: Readonly<Record<string, readonly unknown[]>> = {
  String: [...OBJECTS, ...NO_TEXT, 1, true],
  ID: [...OBJECTS, ...NO_TEXT, true, 1.5],
  Decimal: [...OBJECTS, ...NO_TEXT, 'NaN', 'Infinity', '1e5', '0x10', '', 1, '9'.repeat(1000)],
  DateTime: [
    ...[...OBJECTS, ...NO_TEXT, 'NaN', '', '{"$gt":""}', 0],
    ...['2026-13-01T00:00:00Z', '2026-11-31T00:00:00Z', '2026-11-20T24:00:00Z', '2026-06-30T23:59:60Z'],
  ],
  Int: [...OBJECTS, ...NO_TEXT, 'NaN', '1', 1.5, 2 ** 31, -(2 ** 31) - 1, 1e308],
  Boolean: [...OBJECTS, 'true', 1],
  JSON: ['text', 1, [1], ...NO_TEXT.flatMap((text) => [{ a: text }, { [text]: 1 }])],
};

/** Unusual values, by scalar. Each is refused with a reason or kept as it is. */
const UNUSUAL: Readonly<Record<string, readonly unknown[]>> = {
  String: ['{"$gt":""}', '__proto__', 'constructor', "'; drop table users; --", '%', 'x'.repeat(100_000)],
  ID: ['{"$gt":""}', '__proto__', 'constructor', "'; drop table users; --", '', 'x'.repeat(100_000)],
  Decimal: ['-1', '0', '9'.repeat(32), '0.00000000000000000000000000001'],
  DateTime: ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-20T00:00:00.000000001+14:00'],
  Int: [-(2 ** 31), -1, 0, 2 ** 31 - 1],
  JSON: [
    ...[{ constructor: { name: 'x' } }, { toString: 'x', hasOwnProperty: null }, { a: 'x'.repeat(100_000) }],
    ...[
      { a: { $gt: '' } },
      { $where: '1' },
      { 'a.b': 1 },
      JSON.parse('{"a":{"__proto__":{"polluted":true}}}'),
    ],
  ],
};

export const hostileTo = (scalar: string) => INVALID[scalar] ?? [];
export const unusualTo = (scalar: string) => UNUSUAL[scalar] ?? [];
