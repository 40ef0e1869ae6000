/**
 * Finds the objects that an entity fetch has a representation for, and checks that the subgraph can resolve
 * it.
 */
import type { FetchNode, QueryPlanFieldNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { canonicalArguments } from '../model/arguments.ts';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import { both, type Condition, isCovered } from './conditions.ts';
import { queryPlanUnsupported } from './refusal.ts';
import { classesOf, type SimulatedObjects, type Slot, typesOf } from './simulatedObjects.ts';

export interface Represented {
  readonly types: ReadonlySet<string>;
  readonly condition: Condition;
  /** Returns true when the representation has all fields that this field requires. */
  satisfies(field: FieldNode, type: string): boolean;
}

/**
 * Returns the represented types. Objects that lack a field of the representation are left out, as executors
 * do.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when the subgraph resolves no entity by such a key.
 */
export function representedTypes(
  fetch: FetchNode,
  objects: SimulatedObjects,
  condition: Condition,
  model: SubgraphModel,
): Represented[] {
  return [...typesOf(objects)].flatMap((type): Represented[] => {
    const [own] = classesOf(objects, new Set([type]));
    const wanted = fieldsFor(fetch.requires ?? [], type, model);
    if (!own || !wanted.some(({ name }) => name === '__typename')) return [];
    let when: Condition | null = condition;
    for (const field of wanted) {
      const slot = own.slots.get(field.alias ?? field.name);
      if (!slot) return [];
      if (when && !isCovered(when, slot.alternatives)) {
        const possible: (Condition | null)[] = slot.alternatives.map((one) => both(one, when ?? condition));
        when = possible.find((one) => one !== null) ?? null;
      }
    }
    if (when === null) return [];
    const given = (set: SelectionSetNode) => hasAll(set, wanted, own.slots, type, model);
    if (!model.resolvableKeys(fetch.serviceName, type).some(given))
      throw queryPlanUnsupported(`${type} of ${fetch.serviceName}`);
    return [
      {
        types: new Set([type]),
        condition: when,
        satisfies(field, on) {
          const required = model.required(fetch.serviceName, on, field.name.value);
          return !required || given(required);
        },
      },
    ];
  });
}

function fieldsFor(
  selections: readonly QueryPlanSelectionNode[],
  type: string,
  model: SubgraphModel,
): QueryPlanFieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection];
    const { typeCondition } = selection;
    if (typeCondition && !model.possibleAnywhere(typeCondition).has(type)) return [];
    return fieldsFor(selection.selections, type, model);
  });
}

/**
 * Returns true when the representation of this type has all of a field set, read from fields with these very
 * arguments.
 */
function hasAll(
  set: SelectionSetNode,
  wanted: readonly QueryPlanFieldNode[],
  slots: ReadonlyMap<string, Slot>,
  type: string,
  model: SubgraphModel,
): boolean {
  return set.selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const only = selection.typeCondition?.name.value;
      if (only && !model.possibleAnywhere(only).has(type)) return true;
      return hasAll(selection.selectionSet, wanted, slots, type, model);
    }
    const sources = wanted.filter(({ name }) => name === selection.name.value);
    const [source] = sources;
    const slot = source && slots.get(source.alias ?? source.name);
    if (!slot || slot.field !== selection.name.value) return false;
    if (slot.arguments !== canonicalArguments(selection.arguments)) return false;
    const { selectionSet } = selection;
    if (!selectionSet || !slot.child) return true;
    const inner = sources.flatMap(({ selections }) => selections ?? []);
    return slot.child.classes.every((one) =>
      [...one.types].every((each) =>
        hasAll(selectionSet, fieldsFor(inner, each, model), one.slots, each, model),
      ),
    );
  });
}
