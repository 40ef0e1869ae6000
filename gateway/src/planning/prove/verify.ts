/**
 * Proves that a query plan answers an operation: every field is fetched with the operation's arguments, for
 * every type of object that can be there, whenever `@include` and `@skip` select it.
 */
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
import { INTERFACE_SLOT, type SimulatedObjects, typesOf } from './simulatedObjects.ts';

/** A field of an operation that no fetch selects for objects of a type. */
export interface Gap {
  readonly objects: SimulatedObjects;
  readonly type: string;
  readonly field: FieldNode;
}

export interface PlannedOperation {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The supergraph's name for the root type. */
  readonly rootType: string;
}

/** @param gaps collects the fields that no fetch selects; without it the first one is an error.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED naming the first field that is not proven to be answered. */
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
    objects: SimulatedObjects,
    types: ReadonlySet<string>,
    at: readonly string[],
    when: Condition,
  ): void {
    for (const selection of set.selections) {
      const inner = conditionOf(selection, when);
      if (inner === null) continue;
      if (selection.kind === Kind.FIELD) {
        if (selection.name.value === '__typename')
          checkTypename(objects, types, [...at, responseName(selection)]);
        else if (!selection.name.value.startsWith('__')) checkField(selection, objects, types, at, inner);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? planned.fragments.get(selection.name.value) : selection;
      if (!fragment) throw queryPlanUnsupported([...at, '...']);
      const only = fragment.typeCondition?.name.value;
      const narrowed = only ? intersection(types, model.possibleAnywhere(only)) : types;
      if (narrowed.size < types.size) checkTypename(objects, types, [...at, '__typename']);
      if (narrowed.size > 0) check(fragment.selectionSet, objects, narrowed, at, inner);
    }
  }

  /** Checks that an interface's name does not hide an object's type. */
  function checkTypename(objects: SimulatedObjects, types: ReadonlySet<string>, at: readonly string[]): void {
    for (const one of objects.classes) {
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
    objects: SimulatedObjects,
    types: ReadonlySet<string>,
    at: readonly string[],
    when: Condition,
  ): void {
    const key = responseName(field);
    for (const one of objects.classes) {
      if (intersection(one.types, types).size === 0) continue;
      const slot = one.slots.get(key);
      if (!slot && gaps) {
        for (const type of intersection(one.types, types)) gaps.push({ objects, type, field });
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

/** Reads the parts of a document that verification needs. @throws Error when it has no such operation. */
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
