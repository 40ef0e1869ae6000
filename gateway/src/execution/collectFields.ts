import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

export interface CollectedField {
  readonly name: string;
  /** The type of the fragment, or of the object, that it was first selected in. */
  readonly parent: GraphQLCompositeType;
  readonly type: GraphQLOutputType;
  /** All selections on its value. */
  readonly selections: SelectionSetNode[];
  readonly nodes: FieldNode[];
}

export interface FieldsOfType {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Evaluates `@skip` and `@include` with the request's variables. */
  readonly includes: (directives: readonly DirectiveNode[] | undefined) => boolean;
  /** The object's type; null where only an abstract type is known. */
  readonly runtime: GraphQLObjectType | null;
  /** The type that the operation declares there. */
  readonly parent: GraphQLCompositeType;
}

/**
 * Returns the fields of an object by their response keys, in order (GraphQL specification, section 6.3.2
 * "CollectFields"). The shape of a response and the search for forbidden fields both use it.
 */
export function collectFields(
  of: FieldsOfType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, CollectedField> {
  const collected = new Map<string, CollectedField>();
  const seen = new Set<string>();
  const addAll = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType): void => {
    for (const node of selections) {
      if (!of.includes(node.directives)) continue;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const type = typeOfField(of, parent, node.name.value);
        if (!type) continue;
        const known = collected.get(key);
        if (known) {
          known.nodes.push(node);
          if (node.selectionSet) known.selections.push(node.selectionSet);
        } else {
          const selections = node.selectionSet ? [node.selectionSet] : [];
          collected.set(key, { name: node.name.value, parent, type, selections, nodes: [node] });
        }
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        addFragment(node.typeCondition?.name.value, node.selectionSet, parent);
      } else {
        const fragment = of.fragments.get(node.name.value);
        if (!fragment || seen.has(node.name.value)) continue;
        seen.add(node.name.value);
        addFragment(fragment.typeCondition.name.value, fragment.selectionSet, parent);
      }
    }
  };
  const addFragment = (on: string | undefined, set: SelectionSetNode, parent: GraphQLCompositeType): void => {
    const condition = on === undefined ? parent : of.schema.getType(on);
    if (!isCompositeType(condition)) return;
    if (isSubtype(of.schema, condition, of.runtime ?? parent)) addAll(set, condition);
  };
  for (const set of selectionSets) addAll(set, of.parent);
  return collected;
}

function isSubtype(schema: GraphQLSchema, wide: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
  if (wide === type) return true;
  return (
    isAbstractType(wide) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wide, type)
  );
}

/**
 * Returns the field's type on the object's own type, which may be narrower than on an interface that it
 * implements.
 */
function typeOfField(
  { schema, runtime }: FieldsOfType,
  parent: GraphQLCompositeType,
  name: string,
): GraphQLOutputType | undefined {
  // Callers treat `__typename`, `__schema` and `__type` by name; their type does not matter.
  if (name.startsWith('__')) return schema.getType('String') as GraphQLOutputType;
  const ofParent = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  return (runtime?.getFields()[name] ?? ofParent)?.type;
}
