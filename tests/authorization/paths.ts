/** The outcome of a path through the schema for each caller, derived from the decisions along it. */
import { Kind, parse, type SelectionSetNode } from 'graphql';
import type { Answer } from '../e2e/shop.ts';
import { type Decision, OPERATION_DECISIONS, type Outcome, TYPE_DECISIONS } from './decisions.ts';
import { namedTypeOf, objectType, type RootType, schema, selectionOf } from './schema.ts';
import type { CallerName, Things } from './world.ts';

const OPEN = 'open';

/** @returns undefined for a field without a decision. */
export function decisionOn(type: string, field: string): Decision | typeof OPEN | undefined {
  const { open = '', guarded = [] } = TYPE_DECISIONS[type] ?? {};
  const has = (fields: string) => fields.split(' ').includes(field);
  return guarded.find(([fields]) => has(fields))?.[1] ?? (has(open) ? OPEN : undefined);
}

export interface Path {
  /** The fields on the way, each with its parent type. */
  readonly steps: readonly { readonly type: string; readonly field: string }[];
  /** Returns the document that selects these fields of the type at the end of the path. */
  ask(type: string, fields: readonly string[], things: Things): string;
}

/** Reads a `path` of `TYPE_DECISIONS`. */
export function readPath(template: string): Path {
  const [operation] = parse(withThings(template.replace('*', '__typename'), () => 'x')).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${template} is not an operation.`);
  const root: RootType = operation.operation === 'mutation' ? 'Mutation' : 'Query';
  return {
    steps: stepsOf(operation.selectionSet, root),
    ask: (type, fields, things) => {
      const selections = fields.map((field) => selectionOf(objectType(type), field)).join(' ');
      return withThings(template, (name) => things[name as keyof Things]).replace('*', selections);
    },
  };
}

const withThings = (template: string, read: (name: string) => string) =>
  template.replaceAll(/\$(\w+)/g, (_, name: string) => JSON.stringify(read(name)));

function stepsOf({ selections: [selection] }: SelectionSetNode, type: string): Path['steps'] {
  if (selection?.kind === Kind.INLINE_FRAGMENT) {
    return stepsOf(selection.selectionSet, selection.typeCondition?.name.value ?? type);
  }
  if (selection?.kind !== Kind.FIELD || !selection.selectionSet) return [];
  const field = selection.name.value;
  const inner = String(namedTypeOf(objectType(type).getFields()[field]?.type));
  return [{ type, field }, ...stepsOf(selection.selectionSet, inner)];
}

/** Returns the refusal of the first step that is not allowed; ALLOWED when every step is. */
export function expectedOf(steps: Path['steps'], caller: CallerName): Outcome {
  for (const { type, field } of steps) {
    const isRoot = type === schema.getQueryType()?.name || type === schema.getMutationType()?.name;
    const decision = isRoot ? OPERATION_DECISIONS[`${type}.${field}`] : decisionOn(type, field);
    if (decision === undefined) throw new Error(`There is no decision on ${type}.${field}.`);
    if (decision !== OPEN && decision[caller] !== 'ALLOWED') return decision[caller];
  }
  return 'ALLOWED';
}

/**
 * Returns the outcome of the object at the end of these fields in an answer. Of a list it examines the first
 * item.
 */
export function outcomeOf({ data, errors }: Answer, fields: readonly string[]): string {
  const value = fields.reduce<unknown>((parent, field) => {
    const object = Array.isArray(parent) ? parent[0] : parent;
    return typeof object === 'object' && object !== null ? object[field as keyof typeof object] : undefined;
  }, data);
  const missing = value === null || value === undefined;
  const [error] = errors ?? [];
  if (!error) return Array.isArray(value) && value.length === 0 ? 'EMPTY' : missing ? 'NULL' : 'ALLOWED';
  const code = String(error.extensions?.['code']);
  return missing ? code : `${code}, and its value`;
}
