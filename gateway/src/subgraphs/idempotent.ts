import { type ArgumentNode, Kind, parse, type ValueNode, valueFromASTUntyped } from 'graphql';
import type { SubgraphFetch } from './joinFetches.ts';

/**
 * The schema's name for the key that makes a repeated mutation take effect once: an argument, or a field of
 * an input object.
 */
const KEY = 'idempotencyKey';

/** Returns true when a mutation may be retried: each of its fields has a key. */
export function isIdempotent({ query, variables }: Pick<SubgraphFetch, 'query' | 'variables'>): boolean {
  const [operation] = parse(query, { noLocation: true }).definitions;
  return (
    operation?.kind === Kind.OPERATION_DEFINITION &&
    operation.selectionSet.selections.every(
      (node) =>
        node.kind === Kind.FIELD &&
        (node.name.value === '__typename' || node.arguments?.some((given) => hasKey(given, variables))),
    )
  );
}

function hasKey({ name, value }: ArgumentNode, variables: Readonly<Record<string, unknown>>): boolean {
  const given = readValue(value, variables);
  if (name.value === KEY) return isKey(given);
  return typeof given === 'object' && given !== null && isKey((given as Record<string, unknown>)[KEY]);
}

/** Null is not a key: the subgraph would then make a new one each time. */
const isKey = (value: unknown) => (typeof value === 'string' && value !== '') || typeof value === 'number';

const readValue = (value: ValueNode, variables: Readonly<Record<string, unknown>>): unknown =>
  value.kind === Kind.VARIABLE ? variables[value.name.value] : valueFromASTUntyped(value, { ...variables });
