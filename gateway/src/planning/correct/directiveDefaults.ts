import { type DirectiveNode, type DocumentNode, type GraphQLSchema, Kind, visit } from 'graphql';

/**
 * Adds the defaults of directive arguments that a client omits: composition accepts a default that only some
 * subgraphs declare, and in the others the argument may be required.
 */
export function writeDirectiveDefaults(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  return visit(document, {
    Directive(node: DirectiveNode) {
      const given = node.arguments ?? [];
      const left = (schema.getDirective(node.name.value)?.args ?? []).flatMap(({ name, astNode }) => {
        const isGiven = given.some((argument) => argument.name.value === name);
        const value = isGiven ? undefined : astNode?.defaultValue;
        return value ? [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value } as const] : [];
      });
      return left.length > 0 ? { ...node, arguments: [...given, ...left] } : undefined;
    },
  });
}
