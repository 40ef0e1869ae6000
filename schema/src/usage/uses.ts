import {
  type ASTNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { usageCollector } from '../operations/collectUsage.ts';
import type { Usage } from '../operations/usage.ts';
import type { SentOperation } from './sent.ts';

/** The use of a coordinate by an operation. */
export interface Use {
  readonly sent: SentOperation;
  /** The first use in the operation. */
  readonly node: ASTNode;
}

export type CoordinateKind = 'field' | 'argument' | 'input field' | 'enum value';

/** A part of the API schema that operations can use. */
export interface Coordinate {
  /** `Type.field`, `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
  readonly name: string;
  readonly kind: CoordinateKind;
  /** The reason of its deprecation; undefined when it is not deprecated. */
  readonly deprecated: string | undefined;
  /**
   * The operations that use it. A field also counts when it is selected on an interface of its type. A
   * variable may carry every field and value of its type, and a selected enum may return each of its values.
   */
  readonly uses: readonly Use[];
}

/** The sign in a usage that a coordinate is used: the part of the usage, and the name there. */
type Sign = readonly [part: keyof Usage, name: string];

interface Element extends Omit<Coordinate, 'uses'> {
  readonly signs: readonly Sign[];
}

/** Returns the coordinates of the API schema in its order with their uses, without those of introspection. */
export function usesOf(schema: GraphQLSchema, operations: readonly SentOperation[]): Coordinate[] {
  const usesBy = indexOf(schema, operations);
  return [...elementsOf(schema)].map(({ signs, ...coordinate }) => {
    const uses = signs.flatMap(usesBy);
    const first = new Map<SentOperation, Use>();
    for (const use of uses) if (!first.has(use.sent)) first.set(use.sent, use);
    return { ...coordinate, uses: [...first.values()] };
  });
}

/** Indexes the uses once for all coordinates, of which there may be 50,000 for 1,000 operations. */
function indexOf(
  schema: GraphQLSchema,
  operations: readonly SentOperation[],
): (sign: Sign) => readonly Use[] {
  const collect = usageCollector(schema);
  const index = new Map<string, Use[]>();
  const keyOf = ([part, name]: Sign) => `${part} ${name}`;
  for (const sent of operations) {
    const usage = collect(sent.operation);
    for (const part of ['selected', 'given', 'literals', 'carried', 'received'] as const) {
      for (const [name, node] of usage[part]) {
        const key = keyOf([part, name]);
        const known = index.get(key);
        if (known) known.push({ sent, node });
        else index.set(key, [{ sent, node }]);
      }
    }
  }
  return (sign) => index.get(keyOf(sign)) ?? [];
}

function* elementsOf(schema: GraphQLSchema): Generator<Element> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        const on = [type, ...type.getInterfaces()].map(({ name }) => `${name}.${field.name}`);
        const name = `${type.name}.${field.name}`;
        yield element(
          'field',
          name,
          field,
          on.map((each) => ['selected', each]),
        );
        for (const argument of field.args) {
          const within = `(${argument.name}:)`;
          const signs = on.map((each): Sign => ['given', `${each}${within}`]);
          yield element('argument', `${name}${within}`, argument, signs);
        }
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        const name = `${type.name}.${field.name}`;
        yield element('input field', name, field, [
          ['given', name],
          ['carried', type.name],
        ]);
      }
    } else if (isEnumType(type)) {
      for (const value of type.getValues()) {
        const name = `${type.name}.${value.name}`;
        yield element('enum value', name, value, [
          ['literals', name],
          ['carried', type.name],
          ['received', type.name],
        ]);
      }
    }
  }
}

function element(
  kind: CoordinateKind,
  name: string,
  { deprecationReason }: { readonly deprecationReason?: string | null | undefined },
  signs: readonly Sign[],
): Element {
  return { kind, name, deprecated: deprecationReason ?? undefined, signs };
}
