/** The composed API schema, and documents generated from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLObjectType, isCompositeType, isObjectType } from 'graphql';
import { ROOT } from '../../dev/src/services.ts';

export const schema = buildSchema(readFileSync(join(ROOT, 'schema/api.graphql'), 'utf8'));

export type RootType = 'Query' | 'Mutation';

export function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is not an object type.`);
  return type;
}

/** Every field of Query and Mutation: `Query.me`. */
export const OPERATIONS = (['Query', 'Mutation'] as const).flatMap((root) =>
  Object.keys(objectType(root).getFields()).map((field) => ({ root, field })),
);

/** Returns the selection of a field: `name`, with `{ __typename }` when its type needs one. */
export function selectionOf(type: GraphQLObjectType, name: string): string {
  const field = type.getFields()[name];
  if (!field) throw new Error(`${type.name} has no field ${name}.`);
  return isCompositeType(namedTypeOf(field.type)) ? `${name} { __typename }` : name;
}

export function namedTypeOf(type: unknown): unknown {
  return typeof type === 'object' && type !== null && 'ofType' in type ? namedTypeOf(type.ofType) : type;
}

/**
 * Returns an operation with one root field, whose arguments are the variables.
 * @param selection the selection of its result; by default `{ __typename }`, when it needs one.
 */
export function operationOf(
  root: RootType,
  field: string,
  variables: Readonly<Record<string, unknown>>,
  selection?: string,
): string {
  const type = objectType(root);
  const args = type.getFields()[field]?.args.filter(({ name }) => name in variables) ?? [];
  const declared = args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = given === '' ? '' : `(${given})`;
  const fields = selection ?? selectionOf(type, field).slice(field.length);
  return `${root.toLowerCase()}${declared === '' ? '' : ` (${declared})`} { ${field}${call} ${fields} }`;
}
