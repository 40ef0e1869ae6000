/**
 * Supergraphs of join v0.1 and v0.2 leave implicit what later versions state for each type: which subgraphs
 * have it, its fields, its implementations and its members. This module adds the directives of v0.3, from
 * what Apollo's libraries read, so that one model can prove all plans.
 */
import type { NamedType, Subgraph, Supergraph } from '@apollo/federation-internals';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  type TypeDefinitionNode,
  visit,
} from 'graphql';
import { joined } from './joinDirectives.ts';

const BRIEF = /specs\.apollo\.dev\/join\/v0\.[12]"/;

/** @param supergraph the supergraph built from `sdl`. */
export function writeJoins(sdl: string, supergraph: Supergraph): string {
  if (!BRIEF.test(sdl)) return sdl;
  const document = parse(sdl, { noLocation: true });
  const joins = readJoins(supergraph, graphsByName(document));
  const at = (coordinate: string) => ({ directives: directivesOf(joins.get(coordinate) ?? []) });
  const withFields = <Node extends TypeDefinitionNode>(node: Node): Node => ({
    ...node,
    ...at(node.name.value),
    ...('fields' in node && {
      fields: node.fields?.map((field) => ({ ...field, ...at(`${node.name.value}.${field.name.value}`) })),
    }),
  });
  return print(
    visit(document, {
      ObjectTypeDefinition: withFields,
      InterfaceTypeDefinition: withFields,
      UnionTypeDefinition: withFields,
    }),
  );
}

/** Returns the join directives of each type and field, as SDL. */
function readJoins(supergraph: Supergraph, graphs: ReadonlyMap<string, string>): Map<string, string[]> {
  const joins = new Map<string, string[]>();
  const add = (coordinate: string, directive: string) =>
    joins.set(coordinate, [...(joins.get(coordinate) ?? []), directive]);
  for (const subgraph of supergraph.subgraphs()) {
    const graph = graphs.get(subgraph.name);
    if (graph === undefined) continue;
    for (const type of subgraph.schema.types()) addType(add, graph, subgraph, type);
  }
  return joins;
}

function addType(
  add: (coordinate: string, directive: string) => void,
  graph: string,
  subgraph: Subgraph,
  type: NamedType,
): void {
  if (type.kind === 'UnionType') {
    add(type.name, `@join__type(graph: ${graph})`);
    for (const member of type.types())
      add(type.name, `@join__unionMember(graph: ${graph}, member: ${JSON.stringify(member.name)})`);
  }
  if (type.kind !== 'ObjectType' && type.kind !== 'InterfaceType') return;
  const metadata = subgraph.metadata();
  const keys = type.appliedDirectivesOf(metadata.keyDirective()).map((key) => key.arguments());
  for (const { fields, resolvable = true } of keys)
    add(
      type.name,
      `@join__type(graph: ${graph}, key: ${JSON.stringify(fields)}, resolvable: ${String(resolvable)})`,
    );
  if (keys.length === 0) add(type.name, `@join__type(graph: ${graph})`);
  for (const { name } of type.interfaces())
    add(type.name, `@join__implements(graph: ${graph}, interface: ${JSON.stringify(name)})`);
  for (const field of type.fields()) {
    const [requires] = field.appliedDirectivesOf(metadata.requiresDirective());
    const [provides] = field.appliedDirectivesOf(metadata.providesDirective());
    const given = [
      `graph: ${graph}`,
      ...(metadata.isFieldExternal(field) ? ['external: true'] : []),
      ...(requires ? [`requires: ${JSON.stringify(requires.arguments().fields)}`] : []),
      ...(provides ? [`provides: ${JSON.stringify(provides.arguments().fields)}`] : []),
    ];
    add(field.coordinate, `@join__field(${given.join(', ')})`);
  }
}

/** Returns the values of `join__Graph` by the names of the subgraphs. */
function graphsByName({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const value of definition.values ?? []) {
      const [graph] = joined(value, 'join__graph');
      names.set(graph?.name ?? value.name.value, value.name.value);
    }
  }
  return names;
}

function directivesOf(texts: readonly string[]): readonly ConstDirectiveNode[] {
  const [type] = parse(`type T ${texts.join(' ')}`, { noLocation: true }).definitions;
  return type?.kind === Kind.OBJECT_TYPE_DEFINITION ? (type.directives ?? []) : [];
}
