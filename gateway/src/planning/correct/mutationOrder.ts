/**
 * A mutation's fields are executed one after the other, each with all that is selected of it (GraphQL specification, section
 * "Normal and Serial Execution"). The planner asks a subgraph for neighbouring ones in one fetch, and only then others for what is
 * selected: `mutation { a: setStock { available } b: setStock { available } }` had `a.available` as it is after `b`.
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
 * Plans the fields that have to be over before the next one begins by themselves.
 * @param document of one operation.
 * @param plan makes the plan of one such document.
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

/** A field of the root type, within the fragments around it, which may have conditions. */
interface RootField {
  readonly name: string;
  readonly selection: SelectionNode;
}

/** Neighbours that may be asked for together: of all but the last, nothing is left to fetch. */
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

/** The root fields below which there is more to fetch. */
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

/** The gateway answers it by itself. */
const isMeta = ({ name }: FieldNode): boolean => name.value.startsWith('__');

const isOperation = (node: DocumentNode['definitions'][number]): node is OperationDefinitionNode =>
  node.kind === Kind.OPERATION_DEFINITION;
