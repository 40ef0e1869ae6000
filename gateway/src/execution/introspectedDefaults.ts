import { __InputValue, astFromValue, type GraphQLArgument, print } from 'graphql';

/**
 * Lets introspection tell a default as the SDL has it, in every schema of this process. graphql-js 16 makes it of the value,
 * which throws for a custom scalar's object or list, and makes the text `"RED"` of its enum value `RED`; graphql-js 17 tells
 * what was written. Its introspection types are the same objects in all schemas, so there is no other place for it.
 */
export function tellDefaultsAsWritten(): void {
  const field = __InputValue.getFields()['defaultValue'];
  if (!field) throw new Error('graphql-js introspects no defaults.');
  field.resolve = ({ astNode, defaultValue, type }: GraphQLArgument) => {
    const node = astNode?.defaultValue ?? astFromValue(defaultValue, type);
    return node ? print(node) : null;
  };
}
