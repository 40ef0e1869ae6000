import { __InputValue, astFromValue, type GraphQLArgument, print } from 'graphql';

/**
 * Makes introspection return defaults as the SDL has them, in every schema of this process. graphql-js 16 prints the value,
 * which throws for an object or a list of a custom scalar and turns its enum value `RED` into the string `"RED"`; graphql-js 17
 * prints the source. The introspection types are the same objects in all schemas, so this is the only place to change them.
 */
export function introspectDefaultsAsWritten(): void {
  const field = __InputValue.getFields()['defaultValue'];
  if (!field) throw new Error('graphql-js introspects no defaults.');
  field.resolve = ({ astNode, defaultValue, type }: GraphQLArgument) => {
    const node = astNode?.defaultValue ?? astFromValue(defaultValue, type);
    return node ? print(node) : null;
  };
}
