import {
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { CostTerm } from './costTerm.ts';
import type { Weights } from './weights.ts';

/**
 * Returns the cost of a field's arguments: 1 plus its fields for an input object, nothing for a scalar or an
 * enum, unless `@cost` sets another weight.
 * @param weightOf returns the `@cost` of an argument.
 */
export function argumentsCost(
  given: readonly ArgumentNode[],
  defined: readonly GraphQLArgument[],
  weightOf: (argument: string) => number | undefined,
  weights: Weights,
): CostTerm[] {
  return given.flatMap(({ name, value }): CostTerm[] => {
    const argument = defined.find((each) => each.name === name.value);
    if (!argument) return [];
    const weight = weightOf(argument.name);
    const costs = weight !== undefined || mayCost(argument.type, weights);
    if (!costs) return [];
    const cost = (variables: Readonly<Record<string, unknown>>) =>
      valueCost(valueFromASTUntyped(value, variables), argument.type, weight, weights);
    return [hasVariable(value) ? (of) => cost(of.variables) : cost({})];
  });
}

function mayCost(type: GraphQLInputType, weights: Weights): boolean {
  const named = getNamedType(type);
  return isInputObjectType(named) || weights.types.has(named.name);
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}

/**
 * Returns the cost of a value before coercion. A value of the wrong type costs nothing, because it will be
 * refused.
 */
function valueCost(
  value: unknown,
  type: GraphQLInputType,
  weight: number | undefined,
  weights: Weights,
): number {
  if (value === null || value === undefined) return 0;
  if (isNonNullType(type)) return valueCost(value, type.ofType, weight, weights);
  if (isListType(type)) {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.reduce<number>((total, item) => total + valueCost(item, type.ofType, weight, weights), 0);
  }
  if (!isInputObjectType(type)) return weight ?? weights.types.get(type.name) ?? 0;
  if (typeof value !== 'object') return 0;
  const fields = type.getFields();
  return Object.entries(value).reduce((total, [name, item]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const own = weights.fields.get(`${type.name}.${name}`)?.cost;
    return field ? total + valueCost(item, field.type, own, weights) : total;
  }, weight ?? 1);
}
