import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { nameOwnFields } from '../planning/model/privateNames.ts';
import { type Data, merge, own } from './merge.ts';
import { applyRewrites, type IsOfType } from './rewrites.ts';

/** Represents entities to a subgraph (federation specification, "Entity representations"). */
export interface Represent {
  /** @returns the index of the entity's representation; -1 when the entity lacks a field of it. */
  indexOf(entity: Data, representations: Representations): number;
  /**
   * Returns true when the entity has no fields beyond its representation. Two such entities with one index
   * are equal.
   */
  isWhole(entity: Data): boolean;
}

/** The distinct representations in one part of a request. */
export interface Representations {
  /** JSON. */
  readonly texts: string[];
  /**
   * The indexes by `__typename`, and within it by the value of a single key field, otherwise by the JSON
   * text.
   */
  readonly byType: Map<string, Map<unknown, number>>;
}

interface Rules {
  readonly requires: readonly QueryPlanSelectionNode[];
  readonly rewrites: readonly FetchDataRewrite[];
  readonly isOfType: IsOfType;
}

export function newRepresentations(): Representations {
  return { texts: [], byType: new Map() };
}

/** @param requires the fields of a representation: `... on Product { __typename upc }`. */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  isOfType: IsOfType,
): Represent {
  const rules = { requires, rewrites, isOfType };
  const byType = new Map<unknown, Represent>();
  const forEntity = (entity: Data): Represent => {
    const typename = entity['__typename'];
    const known = byType.get(typename);
    if (known) return known;
    const made = compileForType(rules, typename);
    // Names that a subgraph makes up must not fill the memory.
    if (byType.size < MAX_TYPES) byType.set(typename, made);
    return made;
  };
  return {
    indexOf: (entity, representations) => forEntity(entity).indexOf(entity, representations),
    isWhole: (entity) => forEntity(entity).isWhole(entity),
  };
}

const MAX_TYPES = 1_000;

const NOTHING: Represent = { indexOf: () => -1, isWhole: () => false };

function compileForType(rules: Rules, typename: unknown): Represent {
  const { requires, rewrites, isOfType } = rules;
  if (typeof typename !== 'string' || requires.some(({ kind }) => kind !== 'InlineFragment'))
    return inGeneral(rules);
  const fitting = requires.flatMap((node) =>
    node.kind === 'InlineFragment' && node.typeCondition && isOfType(typename, node.typeCondition)
      ? [node]
      : [],
  );
  const [only, ...others] = fitting;
  if (!only) return NOTHING;
  const keys = only.selections.map((node) =>
    node.kind === 'Field' && !node.selections ? (node.alias ?? node.name) : null,
  );
  const leaves = keys.filter((key) => key !== null);
  if (others.length > 0 || rewrites.length > 0 || leaves.length < keys.length) return inGeneral(rules);
  return leaves.includes('__typename') ? ofLeaves(leaves, typename) : NOTHING;
}

/**
 * Handles the common case, a type and leaf fields, without an intermediate object; a known single key needs
 * no text.
 */
function ofLeaves(keys: readonly string[], typename: string): Represent {
  const fields = keys.map((key, n) => ({ key, prefix: `${n === 0 ? '{' : ','}${JSON.stringify(key)}:` }));
  const [single, ...more] = keys.filter((key) => key !== '__typename');
  const write = (entity: Data): string | null => {
    let text = '';
    for (const { key, prefix } of fields) {
      const value = own(entity, key);
      if (value === undefined) return null;
      text += prefix + JSON.stringify(value);
    }
    return `${text}}`;
  };
  return {
    indexOf(entity, representations) {
      const known = indexesOf(representations, typename);
      const value = single !== undefined && more.length === 0 ? own(entity, single) : undefined;
      const simple = typeof value === 'string' || typeof value === 'number';
      const index = simple ? known.get(value) : undefined;
      if (index !== undefined) return index;
      const text = write(entity);
      if (text === null) return -1;
      return simple ? add(representations, known, value, text) : indexOfText(representations, known, text);
    },
    isWhole(entity) {
      let count = 0;
      for (const _ in entity) count++;
      return count === keys.length;
    },
  };
}

function inGeneral({ requires, rewrites, isOfType }: Rules): Represent {
  return {
    indexOf(entity, representations) {
      const made = select(entity, requires, isOfType);
      if (!made?.['__typename']) return -1;
      applyRewrites(rewrites, made, isOfType);
      nameOwnFields(made);
      return indexOfText(representations, indexesOf(representations, ''), JSON.stringify(made));
    },
    isWhole: () => false,
  };
}

function indexesOf({ byType }: Representations, typename: string): Map<unknown, number> {
  const known = byType.get(typename);
  if (known) return known;
  const made = new Map<unknown, number>();
  byType.set(typename, made);
  return made;
}

function indexOfText(representations: Representations, known: Map<unknown, number>, text: string): number {
  return known.get(text) ?? add(representations, known, text, text);
}

function add({ texts }: Representations, known: Map<unknown, number>, key: unknown, text: string): number {
  known.set(key, texts.length);
  texts.push(text);
  return texts.length - 1;
}

function select(
  source: unknown,
  selections: readonly QueryPlanSelectionNode[],
  isOfType: IsOfType,
): Data | null {
  if (typeof source !== 'object' || source === null) return null;
  const data = source as Data;
  const made: Data = {};
  for (const node of selections) {
    if (node.kind === 'InlineFragment') {
      const { typeCondition } = node;
      const typename = data['__typename'];
      if (!typeCondition || typeof typename !== 'string' || !isOfType(typename, typeCondition)) continue;
      const inner = select(data, node.selections, isOfType);
      if (inner) merge(made, inner);
    } else {
      const key = node.alias ?? node.name;
      const value = own(data, key);
      if (value === undefined) return null;
      const { selections: inner } = node;
      if (!inner) made[key] = value;
      else if (Array.isArray(value)) made[key] = selectEach(value, inner, isOfType);
      else made[key] = select(value, inner, isOfType);
    }
  }
  return made;
}

function selectEach(
  values: readonly unknown[],
  selections: readonly QueryPlanSelectionNode[],
  isOfType: IsOfType,
): unknown[] {
  return values.map((value) =>
    Array.isArray(value) ? selectEach(value, selections, isOfType) : select(value, selections, isOfType),
  );
}
