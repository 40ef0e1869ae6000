/**
 * Turns a subscription into the query that reads its value, so that it may select any field of any subgraph.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parseType,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import type { Reading } from './sources.ts';

/** The prefix of variables that a reading adds to the client's. */
const PREFIX = 'holdfast_';

export interface ReadingQuery {
  readonly query: string;
  /** The names of the client's variables that it needs. */
  readonly variables: ReadonlySet<string>;
  /** The client's response key for the value. */
  readonly responseKey: string;
}

export interface Subscribed {
  readonly schema: GraphQLSchema;
  /** Valid for the schema. */
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** The coerced variables, which directives at the root of a subscription may need. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Returns the one field of a subscription (GraphQL specification, section 5.2.3.1). All its nodes have the
 * same arguments.
 * @returns undefined when a directive excludes it.
 */
export function subscribedField({ schema, operation, fragments, variables }: Subscribed) {
  const root = schema.getSubscriptionType();
  if (!root) return undefined;
  const [first] = collectFields(schema, fragments, variables, root, operation.selectionSet);
  const node = first?.[1][0];
  return node && { responseKey: first[0], node, nodes: first[1] };
}

/**
 * Writes the query that reads the field's value under the same response key, with the fragments and variables
 * that it needs.
 */
export function asQuery(
  { operation, fragments }: Pick<Subscribed, 'operation' | 'fragments'>,
  { responseKey, node, nodes }: NonNullable<ReturnType<typeof subscribedField>>,
  reading: Reading,
): ReadingQuery {
  const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
  const added = Object.entries(reading.arguments);
  const field: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: responseKey },
    name: { kind: Kind.NAME, value: reading.field },
    arguments: [
      ...(node.arguments ?? []),
      ...added.map(([name]) => ({
        kind: Kind.ARGUMENT as const,
        name: { kind: Kind.NAME as const, value: name },
        value: { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: PREFIX + name } },
      })),
    ],
    selectionSet: within(reading.path, selections),
  };
  const needed = fragmentsIn(field, fragments);
  const used = new Set([field, ...needed].flatMap(variablesIn));
  const kept = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(operation.name && { name: operation.name }),
    variableDefinitions: [...kept, ...added.map(definitionOf)],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
  };
  return {
    query: print({ kind: Kind.DOCUMENT, definitions: [query, ...needed] }),
    variables: new Set(kept.map(({ variable }) => variable.name.value)),
    responseKey,
  };
}

/** Returns the variables of one reading. */
export function variablesOf(
  { variables }: ReadingQuery,
  given: Readonly<Record<string, unknown>>,
  added: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries([
    ...Object.entries(given).filter(([name]) => variables.has(name)),
    ...Object.entries(added).map(([name, value]) => [PREFIX + name, value]),
  ]);
}

/** Wraps the selections in the fields of a path: `['nodes', 0]` becomes `{ nodes { … } }`. */
function within(path: readonly (string | number)[], selections: readonly SelectionNode[]): SelectionSetNode {
  const names = path.filter((step) => typeof step === 'string');
  return names.reduceRight<SelectionSetNode>(
    (inner, name) => ({
      kind: Kind.SELECTION_SET,
      selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, selectionSet: inner }],
    }),
    { kind: Kind.SELECTION_SET, selections },
  );
}

function definitionOf([name, type]: readonly [string, string]): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: PREFIX + name } },
    type: parseType(type, { noLocation: true }),
  };
}

/** Returns the fragments spread in a field, directly or in another fragment. */
function fragmentsIn(
  field: FieldNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const look = (node: FieldNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = fragments[value];
        if (!fragment || found.has(value)) return;
        found.set(value, fragment);
        look(fragment);
      },
    });
  look(field);
  return [...found.values()];
}

function variablesIn(node: FieldNode | FragmentDefinitionNode): string[] {
  const names: string[] = [];
  visit(node, {
    Variable({ name }) {
      names.push(name.value);
    },
  });
  return names;
}
