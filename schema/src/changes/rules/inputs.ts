import { ChangeType } from '@graphql-inspector/core';
import {
  type ASTNode,
  GraphQLOneOfDirective,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Schemas } from '../change.ts';
import { takesAllOf } from './inputValues.ts';
import type { Rule, RuleMaker } from './rule.ts';

/**
 * The rules for changes of arguments and input fields: which operations they affect. What a literal gives and
 * omits is known; a variable of an input type may carry, and omit, any of its fields.
 */
export const inputRule: RuleMaker = (change, schemas) => {
  switch (change.type) {
    case ChangeType.FieldArgumentAdded: {
      const field = `${change.meta.typeName}.${change.meta.fieldName}`;
      return ({ usage }) => usage.selected.get(field);
    }
    case ChangeType.FieldArgumentRemoved: {
      const { typeName, fieldName, removedFieldArgumentName } = change.meta;
      return ({ usage }) => usage.given.get(`${typeName}.${fieldName}(${removedFieldArgumentName}:)`);
    }
    case ChangeType.FieldArgumentTypeChanged: {
      const { typeName, fieldName, argumentName, oldArgumentType, newArgumentType } = change.meta;
      const required = isArgumentRequired(schemas, typeName, fieldName, argumentName);
      const coordinate = `${typeName}.${fieldName}(${argumentName}:)`;
      return typeChangeRule(coordinate, oldArgumentType, newArgumentType, required);
    }
    case ChangeType.FieldArgumentDefaultChanged: {
      const { typeName, fieldName, argumentName } = change.meta;
      const coordinates = ownersOf(schemas, typeName).map(
        (owner) => `${owner}.${fieldName}(${argumentName}:)`,
      );
      return ({ usage }) => firstOf(coordinates.map((coordinate) => usage.omitted.get(coordinate)));
    }
    case ChangeType.InputFieldAdded: {
      const { inputName } = change.meta;
      return ({ usage }) => usage.literals.get(inputName) ?? usage.carried.get(inputName);
    }
    case ChangeType.InputFieldRemoved: {
      const { inputName, removedFieldName } = change.meta;
      return ({ usage }) =>
        usage.given.get(`${inputName}.${removedFieldName}`) ?? usage.carried.get(inputName);
    }
    case ChangeType.InputFieldTypeChanged: {
      const { inputName, inputFieldName, oldInputFieldType, newInputFieldType } = change.meta;
      const required = isFieldRequired(schemas, inputName, inputFieldName);
      const coordinate = `${inputName}.${inputFieldName}`;
      const inLiterals = typeChangeRule(coordinate, oldInputFieldType, newInputFieldType, required);
      const carriedFits = takesAllOf(newInputFieldType, oldInputFieldType, schemas);
      return (candidate) =>
        inLiterals(candidate) ?? (carriedFits ? undefined : candidate.usage.carried.get(inputName));
    }
    case ChangeType.InputFieldDefaultValueChanged: {
      const { inputName, inputFieldName } = change.meta;
      return ({ usage }) =>
        usage.omitted.get(`${inputName}.${inputFieldName}`) ?? usage.carried.get(inputName);
    }
    case ChangeType.DirectiveUsageInputObjectAdded: {
      const { inputObjectName, addedDirectiveName } = change.meta;
      if (addedDirectiveName !== GraphQLOneOfDirective.name) return undefined;
      return ({ usage, valid }) =>
        firstOf([
          valid ? undefined : usage.literals.get(inputObjectName),
          usage.carried.get(inputObjectName),
        ]);
    }
    default:
      return undefined;
  }
};

/**
 * Validation decides whether the values and variables in the document still fit. That leaves nullable
 * variables, which may be null, and omitted values. A value that fits but is interpreted differently breaks
 * nothing; it is a risk (`risks.ts`).
 */
export function typeChangeRule(coordinate: string, before: string, after: string, required: boolean): Rule {
  const becameNonNull = after.endsWith('!') && !before.endsWith('!');
  return ({ usage, valid }) =>
    firstOf([
      valid ? undefined : usage.given.get(coordinate),
      becameNonNull ? usage.nullable.get(coordinate) : undefined,
      required ? usage.omitted.get(coordinate) : undefined,
    ]);
}

function firstOf(nodes: readonly (ASTNode | undefined)[]): ASTNode | undefined {
  return nodes.find((node) => node !== undefined);
}

function isArgumentRequired({ after }: Schemas, typeName: string, field: string, argument: string): boolean {
  const type = after.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return false;
  const found = type.getFields()[field]?.args.find(({ name }) => name === argument);
  return found !== undefined && isRequiredArgument(found);
}

function isFieldRequired({ after }: Schemas, typeName: string, field: string): boolean {
  const type = after.getType(typeName);
  const found = isInputObjectType(type) ? type.getFields()[field] : undefined;
  return found !== undefined && isRequiredInputField(found);
}

/**
 * Returns a type and its interfaces: a field selected on an interface is resolved by the field of the type.
 */
function ownersOf({ before }: Schemas, typeName: string): string[] {
  const type = before.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return [typeName];
  return [typeName, ...type.getInterfaces().map(({ name }) => name)];
}
