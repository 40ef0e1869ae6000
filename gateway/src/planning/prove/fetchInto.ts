/** What one fetch adds to the shape of the data. */
import type { FetchNode } from '@apollo/query-planner';
import { type FieldNode, Kind, type SelectionSetNode } from 'graphql';
import { canonicalArguments } from '../model/arguments.ts';
import { fieldNames, responseName } from '../model/fieldSets.ts';
import type { SubgraphModel } from '../model/subgraphModel.ts';
import type { Condition } from './conditions.ts';
import { readFetch } from './fetchOperation.ts';
import { outputName } from './outputRewrites.ts';
import { queryPlanUnsupported } from './refusal.ts';
import { type Represented, representedTypes } from './representations.ts';
import { conditionOf } from './selectionConditions.ts';
import { intersection } from './sets.ts';
import {
  classesOf,
  fetchedWhen,
  INTERFACE_SLOT,
  newShape,
  restrict,
  type Shape,
  type ShapeClass,
  TYPENAME_SLOT,
  typesOf,
} from './simulatedObjects.ts';

export interface Fetching {
  readonly fetch: FetchNode;
  /** Where it begins, and the response names that lead there. */
  readonly shape: Shape;
  readonly path: readonly string[];
  readonly condition: Condition;
  readonly model: SubgraphModel;
}

/** A selection set in the middle of a fetch. */
interface Place {
  readonly shape: Shape;
  readonly types: ReadonlySet<string>;
  readonly path: readonly string[];
  readonly condition: Condition;
  /** Names of fields that the subgraph provides below a field on the way here. */
  readonly provided: ReadonlySet<string>;
  /** Set at an entity, for what it was represented by. */
  readonly represented?: Represented;
}

/** @throws GraphQLError QUERY_PLAN_UNSUPPORTED for a place in the data that would get two values, and for a field that the
 * subgraph cannot answer with what it is given. */
export function fetchInto({ fetch, shape, path, condition, model }: Fetching): void {
  const subgraph = fetch.serviceName;
  const { selectionSet, fragments } = readFetch(fetch);
  const provided = new Set<string>();
  if (!fetch.requires) {
    add(selectionSet, { shape, types: typesOf(shape), path, condition, provided });
    return;
  }
  for (const represented of representedTypes(fetch, shape, condition, model)) {
    add(selectionSet, { shape, path, provided, represented, ...represented });
  }

  function add(set: SelectionSetNode, place: Place): void {
    for (const selection of set.selections) {
      const condition = conditionOf(selection, place.condition);
      if (condition === null) continue;
      if (selection.kind === Kind.FIELD) {
        for (const one of classesOf(place.shape, place.types))
          addField(selection, one, { ...place, condition });
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) throw new Error('A fetch names a fragment that it has not.');
      const only = fragment.typeCondition?.name.value;
      const types = only ? intersection(place.types, model.possible(subgraph, only)) : place.types;
      if (types.size > 0) add(fragment.selectionSet, { ...place, types, condition });
    }
  }

  function addField(field: FieldNode, one: ShapeClass, place: Place): void {
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
    const child = types && newShape(types);
    const slot = known ?? { field: name, arguments: given, alternatives: [], child };
    one.slots.set(key, slot);
    fetchedWhen(slot, place.condition);
    if (!slot.child || !types || !field.selectionSet) return;
    if (known) restrict(slot.child, types);
    slot.child.sources.add({ fetch, path: at.slice(path.length) });
    add(field.selectionSet, {
      shape: slot.child,
      types: typesOf(slot.child),
      path: at,
      condition: place.condition,
      provided: new Set([...place.provided, ...providedBy(one, name)]),
    });
  }

  /** An interface's name may be written over by what the object is, and not the other way. */
  function addTypename(key: string, one: ShapeClass, { path, condition }: Place): void {
    const isKnown = [...one.types].every((type) => model.knowsType(subgraph, type));
    const slot = isKnown ? TYPENAME_SLOT : INTERFACE_SLOT;
    const known = one.slots.get(key);
    if (known && (known.field !== slot.field || (known.arguments !== slot.arguments && !isKnown)))
      throw queryPlanUnsupported([...path, key]);
    const same = known?.arguments === slot.arguments ? known : { ...slot };
    one.slots.set(key, same);
    fetchedWhen(same, condition);
  }

  function typesOfField({ types }: ShapeClass, name: string): Set<string> {
    const found = [...types].flatMap((type) => {
      const fieldType = model.fieldType(subgraph, type, name);
      return fieldType === undefined ? [] : [...model.possible(subgraph, fieldType)];
    });
    return new Set(found);
  }

  function providedBy({ types }: ShapeClass, name: string): string[] {
    return [...types].flatMap((type) => [
      ...fieldNames(model.provided(subgraph, type, name)?.selections ?? []),
    ]);
  }

  function isAnswerable(field: FieldNode, { types }: ShapeClass, { provided, represented }: Place): boolean {
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
