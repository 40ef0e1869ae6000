import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type Data, merge, own } from './merge.ts';
import { applyRewrites, type IsOfType } from './rewrites.ts';

/**
 * Writes an entity's representation (federation specification, "Entity representations") as JSON; null when the entity
 * lacks something that it is made of, and so cannot be asked for. Equal entities have equal texts.
 */
export type WriteRepresentation = (entity: Data) => string | null;

interface Rules {
  readonly requires: readonly QueryPlanSelectionNode[];
  readonly rewrites: readonly FetchDataRewrite[];
  readonly isOfType: IsOfType;
}

/** @param requires what a representation is made of: `... on Product { __typename upc }`. */
export function compileRepresentation(
  requires: readonly QueryPlanSelectionNode[],
  rewrites: readonly FetchDataRewrite[],
  isOfType: IsOfType,
): WriteRepresentation {
  const rules = { requires, rewrites, isOfType };
  const byType = new Map<string, WriteRepresentation>();
  return (entity) => {
    const typename = entity['__typename'];
    if (typeof typename !== 'string') return writeAny(rules, entity);
    const known = byType.get(typename);
    if (known) return known(entity);
    const made = compileForType(rules, typename);
    byType.set(typename, made);
    return made(entity);
  };
}

/** Most are one fragment of leaves: they are written without an object between. */
function compileForType(rules: Rules, typename: string): WriteRepresentation {
  const { requires, rewrites, isOfType } = rules;
  const fitting = requires.filter(
    (node) => node.kind === 'InlineFragment' && node.typeCondition && isOfType(typename, node.typeCondition),
  );
  const [only] = fitting;
  const simple =
    rewrites.length === 0 &&
    fitting.length === 1 &&
    requires.every(({ kind }) => kind === 'InlineFragment') &&
    only?.selections?.every((node) => node.kind === 'Field' && !node.selections) === true;
  if (!simple)
    return fitting.length === 0 && requires.every(({ kind }) => kind === 'InlineFragment')
      ? () => null
      : (entity) => writeAny(rules, entity);
  const keys = (only?.selections ?? []).map((node) =>
    node.kind === 'Field' ? (node.alias ?? node.name) : '',
  );
  if (!keys.includes('__typename')) return () => null;
  const fields = keys.map((key, n) => ({ key, prefix: `${n === 0 ? '{' : ','}${JSON.stringify(key)}:` }));
  return (entity) => {
    let text = '';
    for (const { key, prefix } of fields) {
      const value = own(entity, key);
      if (value === undefined) return null;
      text += prefix + JSON.stringify(value);
    }
    return `${text}}`;
  };
}

function writeAny({ requires, rewrites, isOfType }: Rules, entity: Data): string | null {
  const made = select(entity, requires, isOfType);
  if (!made?.['__typename']) return null;
  applyRewrites(rewrites, made, isOfType);
  return JSON.stringify(made);
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
