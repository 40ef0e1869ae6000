import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  valueFromASTUntyped,
} from 'graphql';
import { readLinkedNames } from '../../supergraph/linkedNames.ts';

/** The length of a list (`@listSize`). */
export interface ListSize {
  readonly assumedSize?: number;
  /** The arguments whose value is the size; the largest counts when several are given. */
  readonly slicingArguments: readonly string[];
  /**
   * The fields of the value that have this size, such as `nodes` of a Relay connection. Without any, the
   * field itself has it.
   */
  readonly sizedFields: readonly string[];
}

export interface FieldWeights {
  readonly cost?: number;
  readonly arguments: ReadonlyMap<string, number>;
  readonly listSize?: ListSize;
}

/** The weights that `@cost` and `@listSize` of a supergraph set (https://specs.apollo.dev/cost/v0.1). */
export interface Weights {
  readonly types: ReadonlyMap<string, number>;
  /** Keyed by `Type.field`, including fields of input objects. */
  readonly fields: ReadonlyMap<string, FieldWeights>;
}

const NONE: Weights = { types: new Map(), fields: new Map() };

/** @param supergraphSdl a valid supergraph. */
export function readWeights(supergraphSdl: string): Weights {
  if (!supergraphSdl.includes('/cost/v')) return NONE;
  const document = parse(supergraphSdl, { noLocation: true });
  const names = readLinkedNames(document, 'cost', ['cost', 'listSize']);
  return names ? weightsOf(document, names) : NONE;
}

type Names = Readonly<Record<'cost' | 'listSize', string>>;

function weightsOf({ definitions }: DocumentNode, names: Names): Weights {
  const types = new Map<string, number>();
  const fields = new Map<string, FieldWeights>();
  for (const each of definitions) {
    switch (each.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of each.fields ?? []) {
          const weights = fieldWeightsOf(field, names);
          if (weights) fields.set(`${each.name.value}.${field.name.value}`, weights);
        }
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        break;
      default:
        continue;
    }
    const cost = costOf(each, names);
    if (cost !== undefined) types.set(each.name.value, cost);
  }
  return { types, fields };
}

function fieldWeightsOf(
  field: FieldDefinitionNode | InputValueDefinitionNode,
  names: Names,
): FieldWeights | undefined {
  const cost = costOf(field, names);
  const listSize = listSizeOf(field, names);
  const given = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
  const costs = given.flatMap((argument): [string, number][] => {
    const weight = costOf(argument, names);
    return weight === undefined ? [] : [[argument.name.value, weight]];
  });
  if (cost === undefined && !listSize && costs.length === 0) return undefined;
  return {
    ...(cost !== undefined && { cost }),
    ...(listSize && { listSize }),
    arguments: new Map(costs),
  };
}

interface Directed {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

function costOf({ directives }: Directed, names: Names): number | undefined {
  const { weight } = argumentsOf(directives?.find(({ name }) => name.value === names.cost));
  return typeof weight === 'number' ? weight : undefined;
}

function listSizeOf({ directives }: Directed, names: Names): ListSize | undefined {
  const directive = directives?.find(({ name }) => name.value === names.listSize);
  if (!directive) return undefined;
  const { assumedSize, slicingArguments, sizedFields } = argumentsOf(directive);
  return {
    ...(typeof assumedSize === 'number' && { assumedSize }),
    slicingArguments: textsOf(slicingArguments),
    sizedFields: textsOf(sizedFields),
  };
}

function argumentsOf(directive: ConstDirectiveNode | undefined): Record<string, unknown> {
  const given = directive?.arguments ?? [];
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
