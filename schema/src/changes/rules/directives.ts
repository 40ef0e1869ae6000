import { ChangeType } from '@graphql-inspector/core';
import { isRequiredArgument } from 'graphql';
import { typeChangeRule } from './inputs.ts';
import type { RuleMaker } from './rule.ts';

/** The rules for changes of directives: which operations they affect. */
export const directiveRule: RuleMaker = (change, { after }) => {
  switch (change.type) {
    case ChangeType.DirectiveRemoved: {
      const { removedDirectiveName } = change.meta;
      return ({ usage }) => usage.directives.get(`@${removedDirectiveName}`);
    }
    case ChangeType.DirectiveLocationRemoved: {
      const { directiveName, removedDirectiveLocation } = change.meta;
      return ({ usage }) => usage.directives.get(`@${directiveName} ${removedDirectiveLocation}`);
    }
    case ChangeType.DirectiveRepeatableRemoved: {
      const { directiveName } = change.meta;
      return ({ usage, valid }) => (valid ? undefined : usage.directives.get(`@${directiveName}`));
    }
    case ChangeType.DirectiveArgumentAdded: {
      const { directiveName } = change.meta;
      return ({ usage }) => usage.directives.get(`@${directiveName}`);
    }
    case ChangeType.DirectiveArgumentRemoved: {
      const { directiveName, removedDirectiveArgumentName } = change.meta;
      return ({ usage }) => usage.given.get(`@${directiveName}(${removedDirectiveArgumentName}:)`);
    }
    case ChangeType.DirectiveArgumentTypeChanged: {
      const { directiveName, directiveArgumentName, oldDirectiveArgumentType, newDirectiveArgumentType } =
        change.meta;
      const argument = after
        .getDirective(directiveName)
        ?.args.find(({ name }) => name === directiveArgumentName);
      return typeChangeRule(
        `@${directiveName}(${directiveArgumentName}:)`,
        oldDirectiveArgumentType,
        newDirectiveArgumentType,
        argument !== undefined && isRequiredArgument(argument),
      );
    }
    case ChangeType.DirectiveArgumentDefaultValueChanged: {
      const { directiveName, directiveArgumentName } = change.meta;
      return ({ usage }) => usage.omitted.get(`@${directiveName}(${directiveArgumentName}:)`);
    }
    default:
      return undefined;
  }
};
