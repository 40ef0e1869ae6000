import {
  type ASTNode,
  type ASTVisitor,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { directiveLocation } from './directiveLocation.ts';
import type { Operation } from './operation.ts';
import type { Usage } from './usage.ts';

type Collected = { [K in keyof Usage]: Map<string, ASTNode> };
type Collector = (operation: Pick<Operation, 'document'>) => Usage;

/**
 * Returns a function that collects what an operation uses of the schema, and ignores what the schema does not
 * have.
 */
export function usageCollector(schema: GraphQLSchema): Collector {
  const carriedBy = inputTypesWithin(schema);
  return ({ document }) => {
    const usage: Collected = {
      selected: new Map(),
      given: new Map(),
      nullable: new Map(),
      omitted: new Map(),
      literals: new Map(),
      carried: new Map(),
      received: new Map(),
      conditions: new Map(),
      directives: new Map(),
      types: new Map(),
    };
    const info = new TypeInfo(schema);
    visit(document, visitWithTypeInfo(info, visitorInto(usage, info, document, carriedBy)));
    return usage;
  };
}

function visitorInto(
  usage: Collected,
  info: TypeInfo,
  document: Operation['document'],
  carriedBy: (name: string) => readonly string[],
): ASTVisitor {
  const variables = new Map<string, VariableDefinitionNode>();
  const conditionsOfFragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition.typeCondition.name.value] as const]
        : [],
    ),
  );
  return {
    VariableDefinition(node) {
      variables.set(node.variable.name.value, node);
      for (const name of carriedBy(namedTypeOf(node.type))) {
        note(usage.carried, name, node);
        note(usage.types, name, node);
      }
    },
    Field(node) {
      const field = info.getFieldDef();
      const parent = info.getParentType();
      if (!field || !parent || field.name.startsWith('__')) return;
      const coordinate = `${parent.name}.${field.name}`;
      note(usage.selected, coordinate, node);
      note(usage.types, parent.name, node);
      touch(getNamedType(field.type), node);
      note(usage.received, getNamedType(field.type).name, node);
      given(field.args, node.arguments ?? [], (name) => `${coordinate}(${name}:)`, node);
    },
    InlineFragment(node) {
      if (node.typeCondition) condition(node.typeCondition.name.value, node);
    },
    FragmentSpread(node) {
      const name = conditionsOfFragments.get(node.name.value);
      if (name !== undefined) condition(name, node);
    },
    Directive(node, _key, _parent, _path, ancestors) {
      const directive = info.getDirective();
      if (!directive) return;
      note(usage.directives, `@${directive.name}`, node);
      const location = directiveLocation(ancestors.at(-1));
      if (location) note(usage.directives, `@${directive.name} ${location}`, node);
      given(directive.args, node.arguments ?? [], (name) => `@${directive.name}(${name}:)`, node);
    },
    ObjectValue(node) {
      const type = getNamedType(info.getInputType());
      if (!isInputObjectType(type)) return;
      note(usage.literals, type.name, node);
      note(usage.types, type.name, node);
      given(Object.values(type.getFields()), node.fields, (name) => `${type.name}.${name}`, node);
    },
    EnumValue(node) {
      const value = info.getEnumValue();
      const type = getNamedType(info.getInputType());
      if (value && type) note(usage.literals, `${type.name}.${value.name}`, node);
    },
  };

  function given(
    all: readonly Pick<GraphQLArgument, 'name' | 'type'>[],
    nodes: readonly {
      readonly kind: Kind;
      readonly name: { readonly value: string };
      readonly value: ValueNode;
    }[],
    coordinateOf: (name: string) => string,
    owner: ASTNode,
  ): void {
    for (const { name, type } of all) {
      const coordinate = coordinateOf(name);
      const node = nodes.find((candidate) => candidate.name.value === name);
      if (!node) {
        note(usage.omitted, coordinate, owner);
        continue;
      }
      note(usage.given, coordinate, node.value);
      touch(getNamedType(type), node.value);
      if (mayBeNull(node.value)) note(usage.nullable, coordinate, node.value);
      if (mayBeMissing(node.value)) note(usage.omitted, coordinate, node.value);
    }
  }

  function condition(name: string, node: ASTNode): void {
    note(usage.conditions, name, node);
    note(usage.types, name, node);
    const parent = info.getParentType();
    if (parent) note(usage.conditions, `${name} on ${parent.name}`, node);
  }

  function touch({ name }: GraphQLNamedType, node: ASTNode): void {
    note(usage.types, name, node);
  }

  function mayBeNull(value: ValueNode): boolean {
    if (value.kind === Kind.NULL) return true;
    return value.kind === Kind.VARIABLE && variables.get(value.name.value)?.type.kind !== Kind.NON_NULL_TYPE;
  }

  function mayBeMissing(value: ValueNode): boolean {
    return mayBeNull(value) && value.kind === Kind.VARIABLE && !variables.get(value.name.value)?.defaultValue;
  }
}

function note(uses: Map<string, ASTNode>, name: string, node: ASTNode): void {
  if (!uses.has(name)) uses.set(name, node);
}

function namedTypeOf(type: VariableDefinitionNode['type']): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

/**
 * Returns a function that lists the types which a value of an input type may contain: itself, the types of
 * its fields, and theirs. Lists are cached, because operations share them.
 */
function inputTypesWithin(schema: GraphQLSchema): (name: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (name) => {
    const kept = known.get(name);
    if (kept) return kept;
    const within = new Set<string>([name]);
    for (const each of within) {
      const type = schema.getType(each);
      if (!isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) within.add(getNamedType(field.type).name);
    }
    const list = [...within];
    known.set(name, list);
    return list;
  };
}
