import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from '../../operation/fragments.ts';
import type { Limits } from './limits.ts';
import { tooComplex } from './tooComplex.ts';

/** The size of a selection, with its fragments expanded. */
interface Extent {
  /** Fields at its first level. */
  width: number;
  depth: number;
  fields: number;
  aliases: number;
  /** Fragments in the longest chain. */
  fragments: number;
}

const NOTHING: Readonly<Extent> = { width: 0, depth: 0, fields: 0, aliases: 0, fragments: 0 };

/**
 * Checks the size of a document before it is validated: validation compares fields with each other, and takes
 * seconds for what this refuses. All operations and fragments are checked, because all are validated. Each
 * fragment is measured once, however often it is spread. A fragment in a cycle counts as nothing; validation
 * refuses it.
 * @returns OPERATION_TOO_COMPLEX for the first limit that it exceeds.
 */
export function checkDocumentSize(document: DocumentNode, limits: Limits): GraphQLError | undefined {
  try {
    return check(document, limits);
  } catch (error) {
    // Only without limits: the document is deeper than the stack.
    if (error instanceof RangeError) return tooComplex('depth', limits.depth);
    throw error;
  }
}

function check(document: DocumentNode, limits: Limits): GraphQLError | undefined {
  const tally = { directives: 0, directivesPerPlace: 0, variableDepth: 0 };
  const measure = createMeasure(fragmentsOf(document), tally);
  const total = { ...NOTHING, rootFields: 0 };
  for (const each of document.definitions) {
    if (each.kind !== Kind.FRAGMENT_DEFINITION && each.kind !== Kind.OPERATION_DEFINITION) continue;
    const extent =
      each.kind === Kind.FRAGMENT_DEFINITION
        ? measure.fragment(each.name.value)
        : measure.operation(each.selectionSet, each.directives);
    if (each.kind === Kind.OPERATION_DEFINITION) {
      total.rootFields = Math.max(total.rootFields, extent.width);
      for (const { directives, defaultValue } of each.variableDefinitions ?? [])
        measure.place(directives, defaultValue);
    }
    for (const name of ['depth', 'fields', 'aliases', 'fragments'] as const)
      total[name] = Math.max(total[name], extent[name]);
  }
  const found = { ...total, ...tally };
  const exceeded = ORDER.find((limit) => found[limit] > limits[limit]);
  return exceeded && tooComplex(exceeded, limits[exceeded], found[exceeded]);
}

/** The order in which limits are reported when several are exceeded. */
const ORDER = [
  'depth',
  'fragments',
  'rootFields',
  'aliases',
  'fields',
  'directivesPerPlace',
  'directives',
  'variableDepth',
] as const;

type Tally = Record<'directives' | 'directivesPerPlace' | 'variableDepth', number>;

function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>, tally: Tally) {
  const known = new Map<string, Readonly<Extent>>();

  const place = (directives: readonly DirectiveNode[] = [], ...values: (ValueNode | undefined)[]) => {
    tally.directives += directives.length;
    tally.directivesPerPlace = Math.max(tally.directivesPerPlace, directives.length);
    const given = directives.flatMap((directive) => directive.arguments ?? []).map(({ value }) => value);
    for (const value of [...values, ...given])
      if (value) tally.variableDepth = Math.max(tally.variableDepth, depthOf(value));
  };
  const fragment = (name: string): Readonly<Extent> => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, NOTHING);
    const definition = fragments.get(name);
    if (!definition) return NOTHING;
    place(definition.directives);
    const extent = selections(definition.selectionSet);
    known.set(name, extent);
    return extent;
  };
  const selections = ({ selections }: SelectionSetNode): Extent => {
    const sum = { ...NOTHING };
    for (const each of selections) {
      const { width, depth, fields, aliases, fragments } = selection(each);
      sum.width += width;
      sum.fields += fields;
      sum.aliases += aliases;
      sum.depth = Math.max(sum.depth, depth);
      sum.fragments = Math.max(sum.fragments, fragments);
    }
    return sum;
  };
  const selection = (node: SelectionNode): Readonly<Extent> => {
    switch (node.kind) {
      case Kind.FRAGMENT_SPREAD: {
        place(node.directives);
        const inner = fragment(node.name.value);
        return { ...inner, fragments: inner.fragments + 1 };
      }
      case Kind.INLINE_FRAGMENT:
        place(node.directives);
        return selections(node.selectionSet);
      default: {
        place(node.directives, ...(node.arguments ?? []).map(({ value }) => value));
        const inner = node.selectionSet ? selections(node.selectionSet) : NOTHING;
        return {
          width: 1,
          depth: inner.depth + 1,
          fields: inner.fields + 1,
          aliases: inner.aliases + (node.alias ? 1 : 0),
          fragments: inner.fragments,
        };
      }
    }
  };
  const operation = (set: SelectionSetNode, directives: readonly DirectiveNode[] | undefined) => {
    place(directives);
    return selections(set);
  };
  return { fragment, operation, place };
}

function depthOf(value: ValueNode): number {
  if (value.kind === Kind.LIST)
    return 1 + value.values.reduce((most, each) => Math.max(most, depthOf(each)), 0);
  if (value.kind !== Kind.OBJECT) return 0;
  return 1 + value.fields.reduce((most, each) => Math.max(most, depthOf(each.value)), 0);
}
