import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

export interface CollectedField {
  readonly name: string;
  /** The type of the fragment, or of the object, that it was first selected in. */
  readonly parent: GraphQLCompositeType;
  readonly type: GraphQLOutputType;
  /** Whether one of the places where it is selected says that it is never null: an object may promise more than its interface. */
  nonNull: boolean;
  /** All that is selected of its value. */
  readonly selections: SelectionSetNode[];
  readonly nodes: FieldNode[];
}

export interface FieldsOfType {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** What `@skip` and `@include` say, with the request's variables. */
  readonly includes: (directives: readonly DirectiveNode[] | undefined) => boolean;
  /** The object's type, when the subgraph said it. */
  readonly typename: GraphQLCompositeType | null;
  readonly parent: GraphQLCompositeType;
}

/** The fields of an object by their response keys, in order (GraphQL specification, section 6.3.2 "CollectFields"). */
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
        const type = typeOfField(of.schema, parent, node.name.value);
        if (!type) continue;
        const nonNull = isNonNullType(type);
        const known = collected.get(key);
        if (known) {
          known.nonNull ||= nonNull;
          known.nodes.push(node);
          if (node.selectionSet) known.selections.push(node.selectionSet);
        } else {
          const selections = node.selectionSet ? [node.selectionSet] : [];
          collected.set(key, { name: node.name.value, parent, type, nonNull, selections, nodes: [node] });
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
    if (isSubtype(of.schema, condition, of.typename ?? parent))
      addAll(set, on === undefined ? parent : condition);
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

function typeOfField(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  name: string,
): GraphQLOutputType | undefined {
  // Of `__typename`, `__schema` and `__type` only that they are not fields of a subgraph's matters.
  if (name.startsWith('__')) return schema.getType('String') as GraphQLOutputType;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
}
