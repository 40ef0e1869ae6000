/** Data by hash: an entity has the same values in every subgraph and in every run. */
import {
  type GraphQLLeafType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Facts, FieldTree } from './facts.ts';
import { hash, pick } from './hash.ts';

/** An object during a subgraph's execution. */
export interface Thing {
  readonly __typename: string;
  /** Its identity: `Product:3` for an entity, otherwise its place in one: `Product:3.sizes[0]`. */
  readonly key: string;
  /** The number that an entity's keys are built from. */
  readonly n?: number;
  /** The fields that are built from `n`. */
  readonly keyFields?: FieldTree;
  /** The representation that the gateway sent. */
  readonly representation?: Readonly<Record<string, unknown>>;
  /** The fields that the field leading to it provides. */
  readonly provided?: FieldTree;
}

/** The number of entities of each type. */
const ENTITIES = 5;

/** A requested field. */
export interface FieldOf {
  /** The schema of its type. */
  readonly schema: GraphQLSchema;
  readonly type: GraphQLOutputType;
  readonly owner: Thing;
  readonly fieldName: string;
  readonly args: object;
  /** The number of the data set. */
  readonly world: number;
  /** The required fields, as `canonical` writes them. */
  readonly given: string;
  /** True to return leaves that are not of their type. */
  readonly wrong?: boolean;
}

export interface Data {
  /**
   * Returns a field's value: for a key field by the owner's identity, otherwise by its place. One nullable
   * value in twelve is null.
   */
  field(field: FieldOf): unknown;
  /** Returns the entity of a representation, or null when there is none. */
  find(schema: GraphQLSchema, representation: Readonly<Record<string, unknown>>): Thing | null;
}

export function createData(facts: Facts): Data {
  function entity(schema: GraphQLSchema, type: string, n: number): Thing {
    const known = facts.identityOf(type) ?? type;
    const concrete = facts.implementations.get(known) ?? [];
    const name = isAbstractType(schema.getType(type)) ? (concrete[n % concrete.length] ?? type) : type;
    return { __typename: name, key: `${known}:${n}`, n, keyFields: facts.keys.get(known) ?? {} };
  }

  function object(schema: GraphQLSchema, type: string, at: string): Thing {
    const known = facts.identityOf(type);
    if (known === undefined) return { __typename: type, key: at };
    const n = pick(at, ENTITIES);
    const concrete = facts.implementations.get(known) ?? [];
    const which = concrete.indexOf(type);
    return entity(schema, type, which < 0 ? n : n * concrete.length + which);
  }

  function value(schema: GraphQLSchema, type: GraphQLOutputType, at: string, wrong = false): unknown {
    if (isNonNullType(type)) return present(schema, type.ofType, at, wrong);
    return !wrong && pick(`null|${at}`, 12) === 0 ? null : present(schema, type, at, wrong);
  }

  function present(schema: GraphQLSchema, type: GraphQLOutputType, at: string, wrong: boolean): unknown {
    if (isNonNullType(type)) return value(schema, type, at, wrong);
    if (isListType(type)) {
      const length = pick(`length|${at}`, 10) === 0 ? 0 : 1 + pick(at, 3);
      return Array.from({ length }, (_, i) => value(schema, type.ofType, `${at}[${i}]`, wrong));
    }
    if (isLeafType(type)) return wrong ? wrongLeaf(type) : leaf(type, at);
    if (!isAbstractType(type) || facts.identityOf(type.name)) return object(schema, type.name, at);
    const possible = schema
      .getPossibleTypes(type)
      .map(({ name }) => name)
      .sort();
    return object(schema, possible[pick(`type|${at}`, possible.length)] ?? '', at);
  }

  function keyValue(schema: GraphQLSchema, type: GraphQLOutputType, owner: Thing, field: string): unknown {
    const n = owner.n ?? 0;
    const bare = isNonNullType(type) ? type.ofType : type;
    if (isListType(bare)) return [];
    if (isEnumType(bare)) return bare.getValues()[n % bare.getValues().length]?.name;
    if (isLeafType(bare)) return bare.name === 'Int' || bare.name === 'Float' ? n : `${field}-${n}`;
    if (facts.identityOf(bare.name) !== undefined) return entity(schema, bare.name, n);
    return {
      __typename: bare.name,
      key: `${owner.key}.${field}`,
      n,
      keyFields: owner.keyFields?.[field] ?? {},
    };
  }

  return {
    field({ schema, type, owner, fieldName, args, world, given, wrong }) {
      if (owner.keyFields && fieldName in owner.keyFields) return keyValue(schema, type, owner, fieldName);
      const place = `${world}|${owner.key}.${fieldName}(${JSON.stringify(args)})${given}`;
      return value(schema, type, place, wrong);
    },
    find(schema, representation) {
      const type = String(representation['__typename']);
      const known = facts.identityOf(type);
      const n = known === undefined ? null : numberIn(representation, facts.keys.get(known) ?? {});
      return n === null ? null : { ...entity(schema, type, n), representation };
    },
  };
}

/** Writes the required fields of a representation in a canonical order. */
export function canonical(value: unknown, fields: FieldTree): string {
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, fields)).join()}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(fields).map(([name, tree]) => {
    const part = (value as Record<string, unknown>)[name];
    return `${name}:${tree ? canonical(part, tree) : JSON.stringify(part)}`;
  });
  return `{${parts.sort().join()}}`;
}

/** Returns the number that the keys in a representation are built from. */
function numberIn(value: unknown, fields: FieldTree): number | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, tree] of Object.entries(fields)) {
    const part = (value as Record<string, unknown>)[name];
    const digits = typeof part === 'string' ? /-(\d+)$/.exec(part)?.[1] : undefined;
    const n = tree ? numberIn(part, tree) : typeof part === 'number' ? part : digits ? Number(digits) : null;
    if (n !== null) return n;
  }
  return null;
}

const BLOBS: readonly unknown[] = [
  'text',
  7,
  { deep: [1, null, { x: 'y' }] },
  [],
  false,
  { __typename: 'Blob' },
];

function leaf(type: GraphQLLeafType, at: string): unknown {
  const h = hash(at);
  if (isEnumType(type)) return type.getValues()[h % type.getValues().length]?.name;
  switch (type.name) {
    case 'Int':
      return (h % 2000) - 1000;
    case 'Float':
      return (h % 1000) / 8;
    case 'Boolean':
      return h % 2 === 0;
    case 'ID':
    case 'String':
      return h % 7 === 0 ? `"é\n${h % 1000}` : `s${h % 100_000}`;
    default:
      return BLOBS[h % BLOBS.length];
  }
}

function wrongLeaf(type: GraphQLLeafType): unknown {
  const values: Record<string, unknown> = {
    Int: 'one',
    Float: 'half',
    Boolean: 'yes',
    ID: { a: 1 },
    String: 7,
  };
  return isEnumType(type) ? 'NO_SUCH_VALUE' : (values[type.name] ?? 'anything');
}

/** Returns the same objects with the fields that were provided. */
export function withProvided(value: unknown, provided: FieldTree): unknown {
  if (Array.isArray(value)) return value.map((each) => withProvided(each, provided));
  return isThing(value) ? { ...value, provided } : value;
}

/** Returns true for a `Thing`; no leaf value looks like one. */
export function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && 'key' in value && '__typename' in value;
}
