import { ChangeType } from '@graphql-inspector/core';
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import { isUnderstoodDifferently } from './inputValues.ts';
import type { Rule } from './rule.ts';

/** The risk of a breaking change to operations that it does not break. */
export interface Risk {
  /** Matches the operations at risk, among those that are valid and that no rule calls broken. */
  readonly rule: Rule;
  /** Completes the change's message. */
  readonly text: string;
}

/**
 * Returns the risk of a change; undefined for a change that either breaks an operation or does not affect it.
 */
export function riskOf(change: SerializableChange): Risk | undefined {
  switch (change.type) {
    case ChangeType.TypeKindChanged: {
      const { typeName } = change.meta;
      return { rule: ({ usage }) => usage.types.get(typeName), text: ANSWERED };
    }
    case ChangeType.FieldTypeChanged: {
      const field = `${change.meta.typeName}.${change.meta.fieldName}`;
      return { rule: ({ usage }) => usage.selected.get(field), text: ANSWERED };
    }
    case ChangeType.FieldArgumentTypeChanged: {
      const { typeName, fieldName, argumentName, oldArgumentType, newArgumentType } = change.meta;
      const coordinate = `${typeName}.${fieldName}(${argumentName}:)`;
      return inputRisk(newArgumentType, oldArgumentType, ({ usage }) => usage.given.get(coordinate));
    }
    case ChangeType.DirectiveArgumentTypeChanged: {
      const { directiveName, directiveArgumentName, oldDirectiveArgumentType, newDirectiveArgumentType } =
        change.meta;
      const coordinate = `@${directiveName}(${directiveArgumentName}:)`;
      return inputRisk(newDirectiveArgumentType, oldDirectiveArgumentType, ({ usage }) =>
        usage.given.get(coordinate),
      );
    }
    case ChangeType.InputFieldTypeChanged: {
      const { inputName, inputFieldName, oldInputFieldType, newInputFieldType } = change.meta;
      const coordinate = `${inputName}.${inputFieldName}`;
      return inputRisk(
        newInputFieldType,
        oldInputFieldType,
        ({ usage }) => usage.given.get(coordinate) ?? usage.carried.get(inputName),
      );
    }
    default:
      return undefined;
  }
}

const ANSWERED = 'the response keeps its shape, but may hold an object of another type';
const UNDERSTOOD = 'the value is still accepted, but may be interpreted differently';

function inputRisk(after: string, before: string, rule: Rule): Risk | undefined {
  return isUnderstoodDifferently(after, before) ? { rule, text: UNDERSTOOD } : undefined;
}
