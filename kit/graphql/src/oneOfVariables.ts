import {
  type ASTVisitor,
  GraphQLError,
  isInputObjectType,
  isNonNullType,
  typeFromAST,
  type ValidationContext,
} from 'graphql';

/**
 * Rejects nullable variables for the field of a `@oneOf` input (GraphQL specification, section 5.8.5, "All
 * Variable Usages Are Allowed"). The rule of graphql-js 16.15 misses inputs that are non-null themselves;
 * this rule covers only those.
 */
export function OneOfVariablesRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const definitions = new Map(
        operation.variableDefinitions?.map((each) => [each.variable.name.value, each]),
      );
      for (const { node, parentType } of context.getRecursiveVariableUsages(operation)) {
        const definition = definitions.get(node.name.value);
        if (!definition || !isNonNullType(parentType)) continue;
        const input = parentType.ofType;
        const type = typeFromAST(context.getSchema(), definition.type);
        if (!type || isNonNullType(type) || !isInputObjectType(input) || !input.isOneOf) continue;
        context.reportError(
          new GraphQLError(
            `Variable "$${node.name.value}" is of type "${type}" but must be non-nullable to be used for OneOf Input Object "${input}".`,
            { nodes: [definition, node] },
          ),
        );
      }
    },
  };
}
