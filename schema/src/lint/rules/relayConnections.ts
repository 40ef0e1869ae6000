import type { FieldDefinitionNode } from 'graphql';
import { z } from 'zod';
import { fieldNamed, type LintedGraph, type LintedType } from '../graph.ts';
import { defineRule, type Finding } from '../rule.ts';
import { isList, isNonNull, nameOfType, typeText } from '../typeNodes.ts';

const options = z.strictObject({
  /** Further fields that every connection must have, such as `nodes` or `totalCount`. */
  connectionFields: z.array(z.string().min(1)).default([]),
  /** A list of entities must be a connection. */
  entityLists: z.boolean().default(true),
});

/** Lists that are read in pages have the shape of https://relay.dev/graphql/connections.htm. */
export const relayConnectionsRule = defineRule({
  name: 'relay-connections',
  options,
  check(graph, { connectionFields, entityLists }) {
    const entities = new Set(graph.types.filter(isEntity).map(({ name }) => name));
    return graph.types.flatMap((type) => [
      ...(isConnection(type) ? connectionFindings(type, connectionFields, graph) : []),
      ...(type.name === 'PageInfo' ? pageInfoFindings(type) : []),
      ...type.fields.flatMap(({ node }) => [
        ...pagingFindings(type, node),
        ...(entityLists ? entityListFindings(type, node, entities) : []),
      ]),
    ]);
  },
});

const isEntity = ({ directives }: LintedType) => directives.some(({ name }) => name === 'key');
const isConnection = ({ name, kind }: LintedType) =>
  kind === 'object' && name.endsWith('Connection') && name !== 'Connection';
/** The lists in a page (`edges`, `nodes`) are not lists that a client could read in pages. */
const isPage = ({ name }: LintedType) => name.endsWith('Connection') || name.endsWith('Edge');

function connectionFindings(type: LintedType, more: readonly string[], { types }: LintedGraph): Finding[] {
  const named = (name: string) => fieldNamed(type, name)?.node;
  const pageInfo = named('pageInfo');
  return [
    ...edgesFindings(type, named('edges'), types),
    ...(!pageInfo || typeText(pageInfo.type) !== 'PageInfo!'
      ? [finding(type, pageInfo, 'pageInfo', 'must be PageInfo!')]
      : []),
    ...more.filter((name) => !named(name)).map((name) => finding(type, undefined, name, 'is missing')),
  ];
}

function edgesFindings(
  type: LintedType,
  edges: FieldDefinitionNode | undefined,
  types: readonly LintedType[],
): Finding[] {
  if (!edges || !isList(edges.type) || !nameOfType(edges.type).endsWith('Edge'))
    return [finding(type, edges, 'edges', 'must be a list of …Edge')];
  const edge = types.find(
    ({ name, subgraph }) => name === nameOfType(edges.type) && subgraph === type.subgraph,
  );
  return edge ? edgeFindings(edge) : [];
}

function edgeFindings(edge: LintedType): Finding[] {
  const cursor = fieldNamed(edge, 'cursor')?.node;
  const node = fieldNamed(edge, 'node')?.node;
  return [
    ...(!cursor || !isNonNull(cursor.type) || isList(cursor.type)
      ? [finding(edge, cursor, 'cursor', 'must be a non-null scalar')]
      : []),
    ...(!node || isList(node.type) ? [finding(edge, node, 'node', 'must be a single object')] : []),
  ];
}

function pageInfoFindings(type: LintedType): Finding[] {
  const wanted = [
    ['hasNextPage', 'Boolean!'],
    ['hasPreviousPage', 'Boolean!'],
    ['startCursor', 'String'],
    ['endCursor', 'String'],
  ] as const;
  return wanted.flatMap(([name, text]) => {
    const field = fieldNamed(type, name)?.node;
    // A cursor may be non-null; the other two must be.
    const found = field && typeText(field.type);
    return found === text || found === `${text}!` ? [] : [finding(type, field, name, `must be ${text}`)];
  });
}

/** A field that returns a connection takes the arguments of pagination. */
function pagingFindings(type: LintedType, node: FieldDefinitionNode): Finding[] {
  if (!nameOfType(node.type).endsWith('Connection') || isList(node.type)) return [];
  const given = new Map((node.arguments ?? []).map((argument) => [argument.name.value, argument.type]));
  const forward = fits(given.get('first'), 'Int') && fits(given.get('after'), 'String', 'ID');
  const backward = fits(given.get('last'), 'Int') && fits(given.get('before'), 'String', 'ID');
  if (forward || backward) return [];
  return [
    finding(type, node, node.name.value, 'returns a connection and must take first: Int and after: String'),
  ];
}

function fits(type: FieldDefinitionNode['type'] | undefined, ...names: readonly string[]): boolean {
  return type !== undefined && !isList(type) && names.includes(nameOfType(type));
}

function entityListFindings(
  type: LintedType,
  node: FieldDefinitionNode,
  entities: ReadonlySet<string>,
): Finding[] {
  const given = nameOfType(node.type);
  if (!isList(node.type) || !entities.has(given) || isPage(type)) return [];
  return [finding(type, node, node.name.value, `is a list of the entity ${given} and must be a connection`)];
}

/** Returns a finding at a field, or at its type when the field is missing. */
function finding(
  type: LintedType,
  field: FieldDefinitionNode | undefined,
  name: string,
  what: string,
): Finding {
  const coordinate = `${type.name}.${name}`;
  const node = field ?? (type.nodes[0] as LintedType['nodes'][number]);
  return { coordinate, node, message: `${coordinate} ${what}.` };
}
