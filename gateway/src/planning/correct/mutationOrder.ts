/**
 * A mutation's root fields are executed one after another, each with its whole selection (GraphQL
 * specification, section "Normal and Serial Execution"). The planner puts neighbouring fields of one subgraph
 * into one fetch, and fetches the rest of their selections afterwards: in `mutation { a: setStock { available
 * } b: setStock { available } }`, `a.available` would be read after `b`.
 */
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type Fragments, fragmentsOf } from '../../operation/fragments.ts';
import { responseName } from '../model/fieldSets.ts';
import { keysOf } from '../prove/planNodes.ts';

/**
 * Plans a mutation so that each root field with further fetches ends before the next one starts.
 * @param document a document with one operation.
 * @param plan plans one such document.
 */
export function planInOrder(document: DocumentNode, plan: (document: DocumentNode) => QueryPlan): QueryPlan {
  const whole = plan(document);
  const operation = document.definitions.find(isOperation);
  if (operation?.operation !== 'mutation' || !whole.node || whole.node.kind === 'Subscription') return whole;
  const runs = runsOf(rootFields(operation.selectionSet, fragmentsOf(document)), continued(whole.node));
  if (runs.length < 2) return whole;
  const nodes = runs.flatMap((selections): readonly PlanNode[] => {
    const alone = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const;
    const { node } = plan({
      ...document,
      definitions: document.definitions.map((one) => (one === operation ? alone : one)),
    });
    if (!node || node.kind === 'Subscription') return [];
    return node.kind === 'Sequence' ? node.nodes : [node];
  });
  return { ...whole, node: { kind: 'Sequence', nodes } };
}

/** A field of the root type, with the fragments around it, which may have conditions. */
interface RootField {
  readonly name: string;
  readonly selection: SelectionNode;
}

/**
 * Returns the runs of neighbouring fields that may share a fetch: only the last one of a run needs further
 * fetches.
 */
function runsOf(fields: readonly RootField[], continued: ReadonlySet<string>): readonly SelectionNode[][] {
  const byName = Map.groupBy(fields, ({ name }) => name);
  const runs: SelectionNode[][] = [];
  let closed = true;
  for (const [name, parts] of byName) {
    const selections = parts.map(({ selection }) => selection);
    if (closed) runs.push(selections);
    else runs.at(-1)?.push(...selections);
    closed = continued.has(name);
  }
  return runs;
}

/** Returns the root fields that need further fetches. */
function continued(node: PlanNode): ReadonlySet<string> {
  switch (node.kind) {
    case 'Flatten':
      return new Set(keysOf(node.path).slice(0, 1));
    case 'Sequence':
    case 'Parallel':
      return new Set(node.nodes.flatMap((one) => [...continued(one)]));
    case 'Condition':
      return new Set(
        [node.ifClause, node.elseClause].flatMap((clause) => (clause ? [...continued(clause)] : [])),
      );
    default:
      return new Set();
  }
}

function rootFields({ selections }: SelectionSetNode, fragments: Fragments): readonly RootField[] {
  return selections.flatMap((selection): readonly RootField[] => {
    if (selection.kind === Kind.FIELD)
      return isMeta(selection) ? [] : [{ name: responseName(selection), selection }];
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    if (!fragment) return [];
    const { directives } = selection;
    return rootFields(fragment.selectionSet, fragments).map(({ name, selection: inner }) => ({
      name,
      selection: {
        kind: Kind.INLINE_FRAGMENT,
        ...(directives && { directives }),
        selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
      },
    }));
  });
}

/** Returns true for a field that the gateway answers itself. */
const isMeta = ({ name }: FieldNode): boolean => name.value.startsWith('__');

const isOperation = (node: DocumentNode['definitions'][number]): node is OperationDefinitionNode =>
  node.kind === Kind.OPERATION_DEFINITION;
