import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type NamedTypeNode,
  OperationTypeNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import type { SubgraphSource } from '../sources.ts';
import { argumentsOf, federationNamesIn } from './federationNames.ts';

export type TypeNodeOfSdl = TypeDefinitionNode | TypeExtensionNode;
export type TypeKind = 'object' | 'interface' | 'union' | 'input' | 'enum' | 'scalar';

/** An applied directive; one of federation's under federation's own name. */
export interface AppliedDirective {
  readonly name: string;
  readonly node: ConstDirectiveNode;
  readonly given: Readonly<Record<string, unknown>>;
}

export interface LintedField {
  readonly node: FieldDefinitionNode;
  readonly directives: readonly AppliedDirective[];
}

/** A type as one subgraph defines it, including extensions. */
export interface LintedType {
  readonly name: string;
  readonly subgraph: string;
  readonly kind: TypeKind;
  /** The operation of a root type; undefined for other types. */
  readonly root: OperationTypeNode | undefined;
  readonly nodes: readonly TypeNodeOfSdl[];
  readonly directives: readonly AppliedDirective[];
  /** The fields of an object or an interface. */
  readonly fields: readonly LintedField[];
  readonly inputFields: readonly InputValueDefinitionNode[];
  readonly values: readonly EnumValueDefinitionNode[];
  /** The members of a union. */
  readonly members: readonly NamedTypeNode[];
  /** The interfaces that it implements. */
  readonly interfaces: readonly NamedTypeNode[];
}

/** All types of all subgraphs, sorted by subgraph and then in the order of its file. */
export interface LintedGraph {
  readonly types: readonly LintedType[];
}

const KINDS: Readonly<Record<TypeNodeOfSdl['kind'], TypeKind>> = {
  [Kind.OBJECT_TYPE_DEFINITION]: 'object',
  [Kind.OBJECT_TYPE_EXTENSION]: 'object',
  [Kind.INTERFACE_TYPE_DEFINITION]: 'interface',
  [Kind.INTERFACE_TYPE_EXTENSION]: 'interface',
  [Kind.UNION_TYPE_DEFINITION]: 'union',
  [Kind.UNION_TYPE_EXTENSION]: 'union',
  [Kind.INPUT_OBJECT_TYPE_DEFINITION]: 'input',
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: 'input',
  [Kind.ENUM_TYPE_DEFINITION]: 'enum',
  [Kind.ENUM_TYPE_EXTENSION]: 'enum',
  [Kind.SCALAR_TYPE_DEFINITION]: 'scalar',
  [Kind.SCALAR_TYPE_EXTENSION]: 'scalar',
};

/** Returns the types of the subgraphs in the form that rules read. */
export function lintedGraphOf(subgraphs: readonly SubgraphSource[]): LintedGraph {
  return { types: subgraphs.flatMap(typesIn) };
}

/** Returns a field of a type by name. */
export function fieldNamed({ fields }: LintedType, name: string): LintedField | undefined {
  return fields.find(({ node }) => node.name.value === name);
}

/** Returns true when a type or a field has one of the directives. */
export function hasDirective(
  { directives }: { readonly directives: readonly AppliedDirective[] },
  ...names: readonly string[]
): boolean {
  return directives.some(({ name }) => names.includes(name));
}

function typesIn({ name: subgraph, document }: SubgraphSource): LintedType[] {
  const federationName = federationNamesIn(document);
  const roots = rootsIn(document.definitions);
  const byName = new Map<string, TypeNodeOfSdl[]>();
  for (const definition of document.definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const nodes = byName.get(definition.name.value);
    if (nodes) nodes.push(definition);
    else byName.set(definition.name.value, [definition]);
  }
  const applied = (nodes: readonly ConstDirectiveNode[]): AppliedDirective[] =>
    nodes.map((node) => ({ name: federationName(node), node, given: argumentsOf(node) }));

  return [...byName].flatMap(([name, nodes]): LintedType[] => {
    const [first] = nodes;
    if (!first) return [];
    const fields = nodes.flatMap((node) => (hasOutputFields(node) ? (node.fields ?? []) : []));
    return [
      {
        name,
        subgraph,
        kind: KINDS[first.kind],
        root: roots.get(name),
        nodes,
        directives: applied(nodes.flatMap(({ directives }) => directives ?? [])),
        fields: fields.map((node) => ({ node, directives: applied(node.directives ?? []) })),
        inputFields: nodes.flatMap((node) =>
          'fields' in node && !hasOutputFields(node) ? (node.fields ?? []) : [],
        ),
        values: nodes.flatMap((node) => ('values' in node ? (node.values ?? []) : [])),
        members: nodes.flatMap((node) => ('types' in node ? (node.types ?? []) : [])),
        interfaces: nodes.flatMap((node) => ('interfaces' in node ? (node.interfaces ?? []) : [])),
      },
    ];
  });
}

function hasOutputFields(
  node: TypeNodeOfSdl,
): node is TypeNodeOfSdl & { readonly fields?: readonly FieldDefinitionNode[] } {
  return KINDS[node.kind] === 'object' || KINDS[node.kind] === 'interface';
}

/** Returns the operations of root types, by the name of the type. */
function rootsIn(definitions: readonly DefinitionNode[]): Map<string, OperationTypeNode> {
  const declared = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.operationTypes ?? [])
      : [],
  );
  const names = new Map([
    [OperationTypeNode.QUERY, 'Query'],
    [OperationTypeNode.MUTATION, 'Mutation'],
    [OperationTypeNode.SUBSCRIPTION, 'Subscription'],
    ...declared.map(({ operation, type }) => [operation, type.name.value] as const),
  ]);
  return new Map([...names].map(([operation, name]) => [name, operation]));
}
