/** Removes the forbidden fields from an operation. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsOf } from '../../operation/fragments.ts';
import { asDocument } from './asDocument.ts';
import type { Verdicts } from './verdicts.ts';

export interface ReducedOperation {
  /** The reduced operation alone, with the fragments that it still uses. */
  readonly document: DocumentNode;
  /** Null when nothing is left to ask for. */
  readonly operation: OperationDefinitionNode | null;
  /**
   * Fields of the original whose value lacks something; what is left of them has an additional `__typename`.
   */
  readonly touched: ReadonlySet<FieldNode>;
  /** The response key of that `__typename`. */
  readonly typenameKey: string;
}

const TYPENAME = '__typename';

interface Reduced {
  /** Empty when nothing is left. */
  readonly selections: readonly SelectionNode[];
  readonly changed: boolean;
}

/**
 * Removes the forbidden fields, and the fragments and variables that are no longer used. An object whose
 * selected fields are all forbidden is still fetched: its existence, and a mutation's effect, are not
 * forbidden.
 * @param document valid for the schema.
 * @returns null when nothing is forbidden.
 */
export function reduceOperation(
  schema: GraphQLSchema,
  verdicts: Verdicts,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReducedOperation | null {
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  const fragments = fragmentsOf(document);
  const reducedFragments = new Map<string, Reduced>();
  const touched = new Set<FieldNode>();
  const typenameKey = typenameKeyOf(document);

  const reduce = (parent: GraphQLCompositeType, { selections }: SelectionSetNode): Reduced => {
    const kept: SelectionNode[] = [];
    /** Fields of an interface that are allowed for these objects only. */
    const ofObjects = new Map<string, FieldNode[]>();
    let changed = false;
    for (const node of selections) {
      if (node.kind !== Kind.FIELD) {
        const inner = reduceFragment(parent, node);
        changed ||= inner !== node;
        if (inner) kept.push(inner);
        continue;
      }
      const verdict = verdicts.of(parent, node);
      const field = verdict === 'forbidden' ? null : reduceField(parent, node);
      changed ||= field !== node || verdict !== 'allowed';
      if (!field) continue;
      if (typeof verdict === 'string') kept.push(field);
      else for (const name of verdict) put(ofObjects, name, field);
    }
    for (const [name, fields] of ofObjects) kept.push(on(name, fields));
    return { selections: kept, changed };
  };

  const reduceField = (parent: GraphQLCompositeType, node: FieldNode): FieldNode => {
    const type = typeOfField(parent, node.name.value);
    if (!node.selectionSet || !isCompositeType(type)) return node;
    const { selections, changed } = reduce(type, node.selectionSet);
    if (!changed) return node;
    touched.add(node);
    // Where fragments distinguish objects, `@apollo/gateway` loses fields of an answer without a
    // `__typename`.
    const withType = [typename(typenameKey), ...selections];
    return { ...node, selectionSet: { ...node.selectionSet, selections: withType } };
  };

  /** @returns the node itself when nothing in it is forbidden; null when nothing is left of it. */
  const reduceFragment = (
    parent: GraphQLCompositeType,
    node: Exclude<SelectionNode, FieldNode>,
  ): SelectionNode | null => {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const condition = node.typeCondition && schema.getType(node.typeCondition.name.value);
      const { selections, changed } = reduce(
        isCompositeType(condition) ? condition : parent,
        node.selectionSet,
      );
      if (!changed) return node;
      return selections.length > 0 ? { ...node, selectionSet: { ...node.selectionSet, selections } } : null;
    }
    const { selections, changed } = reduceNamed(node.name.value);
    return changed && selections.length === 0 ? null : changed ? { ...node } : node;
  };

  const reduceNamed = (name: string): Reduced => {
    const remembered = reducedFragments.get(name);
    if (remembered) return remembered;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    if (!fragment || !isCompositeType(type))
      throw new Error(`There is no fragment ${name}: the document is not valid.`);
    const reduced = reduce(type, fragment.selectionSet);
    reducedFragments.set(name, reduced);
    return reduced;
  };

  const { selections, changed } = reduce(root, operation.selectionSet);
  if (!changed) return null;
  const left: OperationDefinitionNode = {
    ...operation,
    selectionSet: { ...operation.selectionSet, selections },
  };
  const fragmentsLeft = [...fragments.values()].map((fragment): FragmentDefinitionNode => {
    const reduced = reducedFragments.get(fragment.name.value);
    if (!reduced?.changed) return fragment;
    return { ...fragment, selectionSet: { ...fragment.selectionSet, selections: reduced.selections } };
  });
  const reduced = asDocument(left, fragmentsLeft);
  return {
    document: reduced,
    operation: selections.length === 0 ? null : reduced.definitions[0],
    touched,
    typenameKey,
  };
}

function put<T>(lists: Map<string, T[]>, name: string, item: T): void {
  const list = lists.get(name);
  if (list) list.push(item);
  else lists.set(name, [item]);
}

function typeOfField(parent: GraphQLCompositeType, field: string) {
  const type = 'getFields' in parent ? parent.getFields()[field]?.type : undefined;
  return type && getNamedType(type);
}

/**
 * Returns `__typename` itself, because `@apollo/gateway` expects it without an alias when it shapes an
 * answer; another name when the client uses that one as the alias of another field.
 */
function typenameKeyOf(document: DocumentNode): string {
  const taken = new Set<string>();
  visit(document, {
    Field({ name, alias }) {
      if (name.value !== TYPENAME) taken.add((alias ?? name).value);
    },
  });
  let key = TYPENAME;
  while (taken.has(key)) key += '_';
  return key;
}

function typename(key: string): FieldNode {
  const name = { kind: Kind.NAME, value: TYPENAME } as const;
  return { kind: Kind.FIELD, name, ...(key !== TYPENAME && { alias: { kind: Kind.NAME, value: key } }) };
}

function on(type: string, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
