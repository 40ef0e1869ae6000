/** Proves that a query plan answers an operation: every field, for every type of object that can be there, is fetched,
 * with the operation's own arguments, whenever `@include` and `@skip` let it count. */
import type { QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../operation/fragments.ts';
import { canonicalArguments } from '../model/arguments.ts';
import { responseName } from '../model/fieldSets.ts';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import { ALWAYS, type Condition, isCovered } from './conditions.ts';
import { queryPlanUnsupported } from './refusal.ts';
import { conditionOf } from './selectionConditions.ts';
import { intersection } from './sets.ts';
import { simulate } from './simulate.ts';
import { INTERFACE_SLOT, type Shape, typesOf } from './simulatedObjects.ts';

/** A field of an operation that nothing fetches for objects of a type. */
export interface Gap {
  readonly shape: Shape;
  readonly type: string;
  readonly field: FieldNode;
}

export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The root type, as the supergraph calls it. */
  readonly rootType: string;
}

/** @param gaps where given, it gets the fields that nothing fetches, instead of the first being an error.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED naming the first field that is not answered for sure. */
export function verifyPlan(
  plan: QueryPlan,
  planned: PlannedOperation,
  model: SubgraphModel,
  gaps?: Gap[],
): void {
  const { node } = plan;
  if (node?.kind === 'Subscription') throw queryPlanUnsupported('subscription');
  const root = simulate(node, planned.rootType, model);
  check(planned.operation.selectionSet, root, new Set([planned.rootType]), [], ALWAYS);

  function check(
    set: SelectionSetNode,
    shape: Shape,
    types: ReadonlySet<string>,
    at: readonly string[],
    when: Condition,
  ): void {
    for (const selection of set.selections) {
      const inner = conditionOf(selection, when);
      if (inner === null) continue;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === '__typename')
          checkTypename(shape, types, [...at, responseName(selection)]);
        else if (!selection.name.value.startsWith('__')) checkField(selection, shape, types, at, inner);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? planned.fragments.get(selection.name.value) : selection;
      if (!fragment) throw queryPlanUnsupported([...at, '...']);
      const only = fragment.typeCondition?.name.value;
      const narrowed = only ? intersection(types, model.possibleAnywhere(only)) : types;
      if (narrowed.size < types.size) checkTypename(shape, types, [...at, '__typename']);
      if (narrowed.size > 0) check(fragment.selectionSet, shape, narrowed, at, inner);
    }
  }

  /** What an object is must not be hidden by the name of an interface. */
  function checkTypename(shape: Shape, types: ReadonlySet<string>, at: readonly string[]): void {
    for (const one of shape.classes) {
      if (intersection(one.types, types).size === 0) continue;
      for (const key of ['__typename', at.at(-1) ?? '']) {
        const slot = one.slots.get(key);
        if (slot?.field === '__typename' && slot.arguments === INTERFACE_SLOT.arguments)
          throw queryPlanUnsupported(at);
      }
    }
  }

  function checkField(
    field: FieldNode,
    shape: Shape,
    types: ReadonlySet<string>,
    at: readonly string[],
    when: Condition,
  ): void {
    const key = responseName(field);
    for (const one of shape.classes) {
      if (intersection(one.types, types).size === 0) continue;
      const slot = one.slots.get(key);
      if (!slot && gaps) {
        for (const type of intersection(one.types, types)) gaps.push({ shape, type, field });
        continue;
      }
      if (
        slot?.field !== field.name.value ||
        slot.arguments !== canonicalArguments(field.arguments) ||
        !isCovered(when, slot.alternatives)
      )
        throw queryPlanUnsupported([...at, key]);
      if (!field.selectionSet || !slot.child) continue;
      check(field.selectionSet, slot.child, typesOf(slot.child), [...at, key], when);
    }
  }
}

/** What verification needs of a document. @throws Error when there is no such operation. */
export function readPlanned(
  document: DocumentNode,
  operationName: string | undefined,
  rootTypes: Readonly<Record<string, string>>,
): PlannedOperation {
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode =>
      one.kind === Kind.OPERATION_DEFINITION &&
      (operationName === undefined || one.name?.value === operationName),
  );
  if (!operation) throw new Error('The document has no such operation.');
  return {
    operation,
    fragments: fragmentsOf(document),
    rootType: rootTypes[operation.operation] ?? '',
  };
}
