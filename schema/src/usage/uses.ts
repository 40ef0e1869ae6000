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

/** One operation's use of a coordinate. */
export interface Use {
  readonly sent: SentOperation;
  /** Where the operation uses it first. */
  readonly node: ASTNode;
}

export type CoordinateKind = 'field' | 'argument' | 'input field' | 'enum value';

/** Something in the API schema that may be used. */
export interface Coordinate {
  /** `Type.field`, `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
  readonly name: string;
  readonly kind: CoordinateKind;
  /** The reason that it gives, where it is deprecated. */
  readonly deprecated: string | undefined;
  /**
   * By whom. A field counts that is selected on an interface of its type; a variable may carry every field and value that
   * its type has; every value of an enum that is selected may come.
   */
  readonly uses: readonly Use[];
}

/** Every coordinate of the API schema in the schema's order, with who uses it. What introspection adds is left out. */
export function usesOf(schema: GraphQLSchema, operations: readonly SentOperation[]): Coordinate[] {
  const collect = usageCollector(schema);
  const collected = operations.map((sent) => ({ sent, usage: collect(sent.operation) }));
  const usesBy = (nodeIn: (usage: Usage) => ASTNode | undefined): Use[] =>
    collected.flatMap(({ sent, usage }) => {
      const node = nodeIn(usage);
      return node ? [{ sent, node }] : [];
    });
  return [...elementsOf(schema)].map(({ nodeIn, ...coordinate }) => ({
    ...coordinate,
    uses: usesBy(nodeIn),
  }));
}

interface Element extends Omit<Coordinate, 'uses'> {
  readonly nodeIn: (usage: Usage) => ASTNode | undefined;
}

function* elementsOf(schema: GraphQLSchema): Generator<Element> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        const on = [type, ...type.getInterfaces()].map(({ name }) => `${name}.${field.name}`);
        const deprecated = field.deprecationReason ?? undefined;
        const name = `${type.name}.${field.name}`;
        yield { name, kind: 'field', deprecated, nodeIn: ({ selected }) => first(on, selected) };
        for (const argument of field.args) {
          const names = on.map((each) => `${each}(${argument.name}:)`);
          yield {
            name: `${name}(${argument.name}:)`,
            kind: 'argument',
            deprecated: argument.deprecationReason ?? undefined,
            nodeIn: ({ given }) => first(names, given),
          };
        }
      }
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        const name = `${type.name}.${field.name}`;
        yield {
          name,
          kind: 'input field',
          deprecated: field.deprecationReason ?? undefined,
          nodeIn: ({ given, carried }) => given.get(name) ?? carried.get(type.name),
        };
      }
    } else if (isEnumType(type)) {
      for (const value of type.getValues()) {
        const name = `${type.name}.${value.name}`;
        yield {
          name,
          kind: 'enum value',
          deprecated: value.deprecationReason ?? undefined,
          nodeIn: ({ literals, carried, received }) =>
            literals.get(name) ?? carried.get(type.name) ?? received.get(type.name),
        };
      }
    }
  }
}

function first(names: readonly string[], uses: ReadonlyMap<string, ASTNode>): ASTNode | undefined {
  for (const name of names) {
    const node = uses.get(name);
    if (node) return node;
  }
  return undefined;
}
