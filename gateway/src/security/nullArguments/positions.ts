import {
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type ObjectFieldNode,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** A non-null position in a field's arguments that holds a variable which may be null. */
export interface StrictPosition {
  readonly variable: string;
  /** From the argument's name down. */
  readonly path: readonly (string | number)[];
  /** The type of the position. */
  readonly type: string;
}

export type StrictPositions = ReadonlyMap<FieldNode, readonly StrictPosition[]>;

const known = new WeakMap<OperationDefinitionNode, StrictPositions>();

/**
 * Finds the positions that null can reach although the document is valid: a nullable variable is allowed in a
 * non-null position when either has a default (GraphQL specification, section 5.8.5). They are computed once
 * for each operation; nearly always there are none.
 */
export function strictPositions(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): StrictPositions {
  const before = known.get(operation);
  if (before) return before;
  const positions = readPositions(schema, document, operation);
  known.set(operation, positions);
  return positions;
}

/**
 * Returns the variables in such positions that are null.
 * @param variables the variables as the client sent them; they match their types.
 */
export function nullsIn(
  positions: StrictPositions,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): ReadonlySet<string> {
  const nulls = new Set<string>();
  if (positions.size === 0) return nulls;
  const strict = new Set([...positions.values()].flat().map(({ variable }) => variable));
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isNull = given === null || (given === undefined && defaultValue?.kind === Kind.NULL);
    if (isNull && strict.has(name)) nulls.add(name);
  }
  return nulls;
}

function readPositions(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): StrictPositions {
  const nullable = new Set(
    (operation.variableDefinitions ?? [])
      .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
      .map(({ variable }) => variable.name.value),
  );
  const positions = new Map<FieldNode, StrictPosition[]>();
  if (nullable.size === 0) return positions;
  const types = new TypeInfo(schema);
  const definitions = document.definitions.filter(
    (each) => each === operation || each.kind === Kind.FRAGMENT_DEFINITION,
  );
  visit(
    { ...document, definitions },
    visitWithTypeInfo(types, {
      VariableDefinition: () => false,
      // A null condition refuses the whole operation.
      Directive: () => false,
      Variable({ name: { value: variable } }, _key, parent, keys, ancestors) {
        const type = types.getInputType();
        if (!parent || !isNonNullType(type) || !nullable.has(variable)) return;
        const around = [...ancestors, parent];
        const field = around.findLast(isField);
        if (!field) return;
        const inner = around.lastIndexOf(field) + 1;
        const path = around.slice(inner).flatMap((each, n) => stepOf(each, keys[inner + n]));
        positions.set(field, [...(positions.get(field) ?? []), { variable, path, type: String(type) }]);
      },
    }),
  );
  return positions;
}

const isField = (each: Around): each is FieldNode => 'kind' in each && each.kind === Kind.FIELD;

type Around = ASTNode | readonly ASTNode[];

/** Returns what a part of an argument adds to the path: its name, or its index in a list. */
function stepOf(each: Around, key: string | number | undefined): (string | number)[] {
  if (!('kind' in each)) return typeof key === 'number' && !each.some(isNamedPart) ? [key] : [];
  return isNamedPart(each) ? [each.name.value] : [];
}

const isNamedPart = (node: ASTNode): node is ArgumentNode | ObjectFieldNode =>
  node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD;
