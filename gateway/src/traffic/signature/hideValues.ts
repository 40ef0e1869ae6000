import {
  type ArgumentNode,
  type DirectiveNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  print,
  type ValueNode,
  type VariableNode,
} from 'graphql';
import { byName, distinct } from './order.ts';

/** Hides the values of arguments. */
export interface HideValues {
  arguments(given: readonly ArgumentNode[], defined: readonly GraphQLArgument[]): ArgumentNode[];
  directives(given: readonly DirectiveNode[]): DirectiveNode[];
}

/**
 * Directives whose conditions must not be variables at the root of a subscription (GraphQL specification,
 * section 5.2.3.1).
 */
const CONDITIONAL = new Set(['skip', 'include']);

/**
 * Creates an object that replaces values by variables of the same type, so that the operation stays as valid
 * as it was. Names of the schema stay: fields of input objects, and enum values. Every other value is
 * replaced, those inside custom scalars as a whole, and so are the client's own variable names. The new
 * variables are identified by argument and type, such as `id ID!`, which is not a name yet (see
 * `nameVariables`). So two uses that differ only in values become equal.
 */
export function createHideValues(schema: GraphQLSchema, operation: OperationDefinitionNode): HideValues {
  const declared = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, type, defaultValue }) => {
      const text = print(type);
      const isSure = type.kind === Kind.NON_NULL_TYPE || !defaultValue || defaultValue.kind === Kind.NULL;
      return [variable.name.value, isSure ? text : `${text}!`];
    }),
  );

  function hide(value: ValueNode, type: GraphQLInputType, name: string): ValueNode {
    if (value.kind === Kind.VARIABLE) {
      return placeholder(name, declared.get(value.name.value) ?? type.toString());
    }
    const named = getNamedType(type);
    if (value.kind === Kind.ENUM && isEnumType(named)) return { kind: Kind.ENUM, value: value.value };
    if (value.kind === Kind.OBJECT && isInputObjectType(named)) {
      const fields = value.fields.flatMap((field) => {
        const definition = named.getFields()[field.name.value];
        return definition ? [{ ...field, value: hide(field.value, definition.type, field.name.value) }] : [];
      });
      return { kind: Kind.OBJECT, fields: fields.sort(byName) };
    }
    const list = getNullableType(type);
    if (value.kind === Kind.LIST && isListType(list) && value.values.some(isMoreThanValue)) {
      const items = value.values.map((item) => hide(item, list.ofType, name));
      return { kind: Kind.LIST, values: distinct(items) };
    }
    return placeholder(name, typeOfValues([value], type));
  }

  const hideArguments: HideValues['arguments'] = (given, defined) =>
    given
      .flatMap((argument) => {
        const definition = defined.find(({ name }) => name === argument.name.value);
        return definition
          ? [{ ...argument, value: hide(argument.value, definition.type, definition.name) }]
          : [];
      })
      .sort(byName);
  return {
    arguments: hideArguments,
    directives: (given) =>
      given.map((directive) => {
        const { name, arguments: values = [] } = directive;
        const isConstant = values.every(({ value }) => value.kind === Kind.BOOLEAN);
        if (operation.operation === 'subscription' && CONDITIONAL.has(name.value) && isConstant)
          return directive;
        return {
          ...directive,
          arguments: hideArguments(values, schema.getDirective(name.value)?.args ?? []),
        };
      }),
  };
}

/** Returns true when a value contains, or may contain, a schema name or a variable. */
function isMoreThanValue(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(isMoreThanValue);
  return value.kind === Kind.VARIABLE || value.kind === Kind.ENUM || value.kind === Kind.OBJECT;
}

/** Returns the narrowest type of all the values. */
function typeOfValues(values: readonly ValueNode[], type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  const text = isListType(nullable)
    ? `[${typeOfValues(values.flatMap(itemsOf), nullable.ofType)}]`
    : `${nullable}`;
  return values.some(({ kind }) => kind === Kind.NULL) ? text : `${text}!`;
}

/** Returns the items of a value; where a list is expected, any other value is a list of one item. */
function itemsOf(value: ValueNode): readonly ValueNode[] {
  if (value.kind === Kind.LIST) return value.values;
  return value.kind === Kind.NULL ? [] : [value];
}

function placeholder(name: string, type: string): VariableNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: `${name} ${type}` } };
}
