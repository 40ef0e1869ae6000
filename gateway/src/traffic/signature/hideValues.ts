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

/** Hides the values that arguments have. */
export interface HideValues {
  arguments(given: readonly ArgumentNode[], defined: readonly GraphQLArgument[]): ArgumentNode[];
  directives(given: readonly DirectiveNode[]): DirectiveNode[];
}

/** Their conditions must not be variables at the root of a subscription (GraphQL specification, section 5.2.3.1). */
const CONDITIONAL = new Set(['skip', 'include']);

/**
 * Makes what replaces values by variables of the same type, so that the operation stays as valid as it was. What names
 * something of the schema stays: fields of input objects, and enum values. Every other value goes, those inside custom
 * scalars whole, and so do the names of the client's own variables: the new ones are called by argument and type, as
 * `id ID!`, which is no name yet (see `nameVariables`). So two uses that differ in values only are the same.
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

/** Whether there is, or may be, a name of the schema or a variable in it. */
function isMoreThanValue(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(isMoreThanValue);
  return value.kind === Kind.VARIABLE || value.kind === Kind.ENUM || value.kind === Kind.OBJECT;
}

/** The narrowest type that all of the values have. */
function typeOfValues(values: readonly ValueNode[], type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  const text = isListType(nullable)
    ? `[${typeOfValues(values.flatMap(itemsOf), nullable.ofType)}]`
    : `${nullable}`;
  return values.some(({ kind }) => kind === Kind.NULL) ? text : `${text}!`;
}

/** A value that is no list is one of one item where a list is expected. */
function itemsOf(value: ValueNode): readonly ValueNode[] {
  if (value.kind === Kind.LIST) return value.values;
  return value.kind === Kind.NULL ? [] : [value];
}

function placeholder(name: string, type: string): VariableNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: `${name} ${type}` } };
}
