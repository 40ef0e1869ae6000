/** Simulates one fetch: adds the fields that it selects to the simulated objects. */
import type { FetchDataRewrite, FetchNode } from '@apollo/query-planner';
import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { canonicalArguments } from '../model/arguments.ts';
import { fieldNames, responseName } from '../model/fieldSets.ts';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import type { Condition } from './conditions.ts';
import { readFetch } from './fetchOperation.ts';
import { queryPlanUnsupported } from './refusal.ts';
import { type Represented, representedTypes } from './representations.ts';
import { conditionOf } from './selectionConditions.ts';
import { intersection } from './sets.ts';
import {
  classesOf,
  fetchedWhen,
  INTERFACE_SLOT,
  newObjects,
  type ObjectClass,
  restrict,
  type SimulatedObjects,
  TYPENAME_SLOT,
  typesOf,
} from './simulatedObjects.ts';

export interface Fetching {
  readonly fetch: FetchNode;
  /** The objects that it starts from, and the response names that lead to them. */
  readonly objects: SimulatedObjects;
  readonly path: readonly string[];
  readonly condition: Condition;
  readonly model: SubgraphModel;
}

/** A selection set in the middle of a fetch. */
interface Place {
  readonly objects: SimulatedObjects;
  readonly types: ReadonlySet<string>;
  readonly path: readonly string[];
  readonly condition: Condition;
  /** The names of fields that the subgraph provides (`@provides`) below a field on the way here. */
  readonly provided: ReadonlySet<string>;
  /** Set for an entity: its representation. */
  readonly represented?: Represented;
}

/**
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED for a place in the data that would get two values, and for a
 * field that the subgraph cannot resolve from the representation.
 */
export function fetchInto({ fetch, objects, path, condition, model }: Fetching): void {
  const subgraph = fetch.serviceName;
  const { selectionSet, fragments } = readFetch(fetch);
  const provided = new Set<string>();
  if (!fetch.requires) {
    add(selectionSet, { objects, types: typesOf(objects), path, condition, provided });
    return;
  }
  for (const represented of representedTypes(fetch, objects, condition, model)) {
    add(selectionSet, { objects, path, provided, represented, ...represented });
  }

  function add(set: SelectionSetNode, place: Place): void {
    for (const selection of set.selections) {
      const condition = conditionOf(selection, place.condition);
      if (condition === null) continue;
      if (selection.kind === Kind.FIELD) {
        for (const one of classesOf(place.objects, place.types))
          addField(selection, one, { ...place, condition });
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) throw new Error('A fetch uses a fragment that it does not define.');
      const only = fragment.typeCondition?.name.value;
      const types = only ? intersection(place.types, model.possible(subgraph, only)) : place.types;
      if (types.size > 0) add(fragment.selectionSet, { ...place, types, condition });
    }
  }

  function addField(field: FieldNode, one: ObjectClass, place: Place): void {
    const name = field.name.value;
    const key = outputName(fetch.outputRewrites, place.path.slice(path.length), responseName(field));
    const at = [...place.path, key];
    if (!isAnswerable(field, one, place)) throw queryPlanUnsupported(at);
    if (name === '__typename') {
      addTypename(key, one, place);
      return;
    }
    const given = canonicalArguments(field.arguments);
    const known = one.slots.get(key);
    if (known && (known.field !== name || known.arguments !== given)) throw queryPlanUnsupported(at);
    const types = field.selectionSet && typesOfField(one, name);
    const child = types && newObjects(types);
    const slot = known ?? { field: name, arguments: given, alternatives: [], child };
    one.slots.set(key, slot);
    fetchedWhen(slot, place.condition);
    if (!slot.child || !types || !field.selectionSet) return;
    if (known) restrict(slot.child, types);
    slot.child.sources.add({ fetch, path: at.slice(path.length) });
    add(field.selectionSet, {
      objects: slot.child,
      types: typesOf(slot.child),
      path: at,
      condition: place.condition,
      provided: new Set([...place.provided, ...providedBy(one, name)]),
    });
  }

  /** Adds `__typename`: the concrete type may overwrite an interface's name, but not the other way round. */
  function addTypename(key: string, one: ObjectClass, { path, condition }: Place): void {
    const isKnown = [...one.types].every((type) => model.knowsType(subgraph, type));
    const slot = isKnown ? TYPENAME_SLOT : INTERFACE_SLOT;
    const known = one.slots.get(key);
    if (known && (known.field !== slot.field || (known.arguments !== slot.arguments && !isKnown)))
      throw queryPlanUnsupported([...path, key]);
    const same = known?.arguments === slot.arguments ? known : { ...slot };
    one.slots.set(key, same);
    fetchedWhen(same, condition);
  }

  function typesOfField({ types }: ObjectClass, name: string): Set<string> {
    const found = [...types].flatMap((type) => {
      const fieldType = model.fieldType(subgraph, type, name);
      return fieldType === undefined ? [] : [...model.possible(subgraph, fieldType)];
    });
    return new Set(found);
  }

  function providedBy({ types }: ObjectClass, name: string): string[] {
    return [...types].flatMap((type) => [
      ...fieldNames(model.provided(subgraph, type, name)?.selections ?? []),
    ]);
  }

  function isAnswerable(field: FieldNode, { types }: ObjectClass, { provided, represented }: Place): boolean {
    const name = field.name.value;
    if (name === '__typename') return true;
    return [...types].every((type) => {
      if (model.isElsewhere(subgraph, type, name)) return false;
      if (represented) return represented.satisfies(field, type);
      const required = model.required(subgraph, type, name);
      const known = (one: string) => provided.has(one) || !model.isExternal(subgraph, type, one);
      return !required || [...fieldNames(required.selections)].every(known);
    });
  }
}

/** Returns the name in the merged data of the value that the fetch returns under `key`.
 * @param at the names in the answer that lead there from the object that the fetch is for. */
function outputName(
  rewrites: readonly FetchDataRewrite[] | undefined,
  at: readonly string[],
  key: string,
): string {
  const rewrite = rewrites?.find((one) => {
    const names = one.path.filter((element) => !element.startsWith('... on '));
    return one.kind === 'KeyRenamer' && names.at(-1) === key && names.slice(0, -1).join('.') === at.join('.');
  });
  return rewrite?.kind === 'KeyRenamer' ? rewrite.renameKeyTo : key;
}
