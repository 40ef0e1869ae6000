import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../operation/fragments.ts';
import { type CostTerm, evaluate, type Given, once, product, sum } from './costTerm.ts';
import { argumentsCost } from './inputCost.ts';
import { included, readValues } from './values.ts';
import type { FieldWeights, ListSize, Weights } from './weights.ts';

export interface CostOptions {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The API schema. Fields that it does not have cost nothing, because validation will refuse them. */
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  /** The items that a list is assumed to have when nothing says how many. */
  readonly listSize: number;
}

/** @param variables the variables, not coerced. */
export type EstimateCost = (variables: Readonly<Record<string, unknown>>) => number;

/** The cost of a mutation, on top of its fields. */
const MUTATION = 10;

/**
 * Compiles a function that estimates the cost of an operation before it runs, by the cost specification
 * (IBM's "GraphQL Cost Directives", with the weights of Apollo Federation 2.9): 1 for an object, nothing for
 * a leaf, 10 more for a mutation; a list multiplies by its items. Fields selected twice count twice, and the
 * fields of all types of a union are added, so that the estimate is never too low. Introspection costs
 * nothing, because it calls no subgraph.
 *
 * Each document is compiled once. An estimate then computes only what depends on variables.
 */
export function compileCost(options: CostOptions): EstimateCost {
  const { schema, operation } = options;
  const root = schema.getRootType(operation.operation);
  if (!root) return () => 0;
  const base = operation.operation === OperationTypeNode.MUTATION ? MUTATION : 0;
  const term = sum([base, createCompiler(options)(operation.selectionSet, root, undefined)]);
  return (variables) => evaluate(term, { variables });
}

/**
 * The list size that a field sets for fields in its selection, as a Relay connection does for its `nodes`.
 */
interface Sized {
  readonly fields: readonly string[];
  readonly size: CostTerm;
  /** The fragments inside, which cost something else elsewhere. */
  readonly fragments: Map<string, CostTerm>;
}

function createCompiler({ document, operation, schema, weights, listSize }: CostOptions) {
  const fragments = fragmentsOf(document);
  const everywhere = new Map<string, CostTerm>();
  const valueIn = readValues(operation);

  const selections = (
    set: SelectionSetNode,
    parent: GraphQLCompositeType,
    sized: Sized | undefined,
  ): CostTerm =>
    sum(set.selections.map((each) => included(each.directives, selection(each, parent, sized), valueIn)));

  const selection = (
    node: SelectionNode,
    parent: GraphQLCompositeType,
    sized: Sized | undefined,
  ): CostTerm => {
    if (node.kind === Kind.FIELD) return field(node, parent, sized);
    if (node.kind === Kind.FRAGMENT_SPREAD) return fragment(node.name.value, sized);
    return selections(node.selectionSet, compositeType(node.typeCondition?.name.value) ?? parent, sized);
  };
  const fragment = (name: string, sized: Sized | undefined): CostTerm => {
    const known = sized?.fragments ?? everywhere;
    const before = known.get(name);
    if (before !== undefined) return before;
    // A fragment in a cycle counts as nothing; validation refuses it.
    known.set(name, 0);
    const definition = fragments.get(name);
    const type = definition && compositeType(definition.typeCondition.name.value);
    const cost = definition && type ? once(selections(definition.selectionSet, type, sized)) : 0;
    known.set(name, cost);
    return cost;
  };
  const field = (node: FieldNode, parent: GraphQLCompositeType, sized: Sized | undefined): CostTerm => {
    const definition = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    if (!definition) return 0;
    const found = weightsOf(parent, definition.name);
    const own = found.flatMap(({ listSize: size }) => size ?? [])[0];
    const type = getNamedType(definition.type);
    const weight = highest(found.map(({ cost }) => cost)) ?? typeWeight(type);
    const inner =
      node.selectionSet && isCompositeType(type)
        ? selections(node.selectionSet, type, sizedBy(own, node, definition))
        : 0;
    const times = isListType(getNullableType(definition.type)) ? lengthOf(own, node, definition, sized) : 1;
    const weightOf = (argument: string) => highest(found.map((each) => each.arguments.get(argument)));
    const given = argumentsCost(node.arguments ?? [], definition.args, weightOf, weights);
    return sum([product(times, sum([weight, inner])), ...given]);
  };
  const sizedBy = (
    own: ListSize | undefined,
    node: FieldNode,
    definition: GraphQLField<unknown, unknown>,
  ) => {
    if (!own || own.sizedFields.length === 0) return undefined;
    return { fields: own.sizedFields, size: sizeOf(own, node, definition), fragments: new Map() };
  };
  const lengthOf = (
    own: ListSize | undefined,
    node: FieldNode,
    definition: GraphQLField<unknown, unknown>,
    sized: Sized | undefined,
  ): CostTerm => {
    if (sized?.fields.includes(definition.name)) return sized.size;
    return own && own.sizedFields.length === 0 ? sizeOf(own, node, definition) : listSize;
  };
  const sizeOf = (
    { slicingArguments, assumedSize = listSize }: ListSize,
    node: FieldNode,
    { args }: GraphQLField<unknown, unknown>,
  ): CostTerm => {
    const values = slicingArguments.map((name) => {
      const given = node.arguments?.find((each) => each.name.value === name)?.value;
      return given ? valueIn(given) : () => args.find((each) => each.name === name)?.defaultValue;
    });
    const read = (given: Given) => highest(values.map((value) => sizeIn(value(given)))) ?? assumedSize;
    const mayVary = node.arguments?.some(({ value }) => value.kind === Kind.VARIABLE) ?? false;
    return mayVary ? read : read({ variables: {} });
  };
  /** Returns the weights of a field and, for a field of an interface, those of the field in each type. */
  const weightsOf = (parent: GraphQLCompositeType, name: string): FieldWeights[] => {
    const types = isInterfaceType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
    return types.flatMap((type) => weights.fields.get(`${type.name}.${name}`) ?? []);
  };
  const typeWeight = (type: GraphQLNamedType): number => {
    if (isAbstractType(type)) return highest(schema.getPossibleTypes(type).map(typeWeight)) ?? 1;
    return weights.types.get(type.name) ?? (isObjectType(type) ? 1 : 0);
  };
  const compositeType = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  };
  return selections;
}

function sizeIn(value: unknown): number | undefined {
  return typeof value === 'number' ? Math.max(0, value) : undefined;
}

function highest(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce(
    (most, value) => (most === undefined || (value ?? most) > most ? value : most),
    undefined,
  );
}
