import { type ASTNode, DirectiveLocation, Kind, OperationTypeNode } from 'graphql';

const OF_OPERATIONS = {
  [OperationTypeNode.QUERY]: DirectiveLocation.QUERY,
  [OperationTypeNode.MUTATION]: DirectiveLocation.MUTATION,
  [OperationTypeNode.SUBSCRIPTION]: DirectiveLocation.SUBSCRIPTION,
};

/** Returns the location of a directive in an operation, by the node to which it is applied. */
export function directiveLocation(
  appliedTo: ASTNode | readonly ASTNode[] | undefined,
): DirectiveLocation | undefined {
  if (!appliedTo || !('kind' in appliedTo)) return undefined;
  switch (appliedTo.kind) {
    case Kind.OPERATION_DEFINITION:
      return OF_OPERATIONS[appliedTo.operation];
    case Kind.FIELD:
      return DirectiveLocation.FIELD;
    case Kind.FRAGMENT_SPREAD:
      return DirectiveLocation.FRAGMENT_SPREAD;
    case Kind.INLINE_FRAGMENT:
      return DirectiveLocation.INLINE_FRAGMENT;
    case Kind.FRAGMENT_DEFINITION:
      return DirectiveLocation.FRAGMENT_DEFINITION;
    case Kind.VARIABLE_DEFINITION:
      return DirectiveLocation.VARIABLE_DEFINITION;
    default:
      return undefined;
  }
}
