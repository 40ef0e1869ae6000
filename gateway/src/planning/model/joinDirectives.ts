import type {
  ConstDirectiveNode,
  ConstValueNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql';

/** A type with fields, composed from subgraphs. */
export type ComposedType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** One application of a `@join__…` directive, with its arguments as plain values. */
export interface Joined {
  readonly graph?: string;
  readonly key?: string;
  readonly resolvable?: boolean;
  readonly isInterfaceObject?: boolean;
  readonly interface?: string;
  readonly member?: string;
  readonly type?: string;
  readonly requires?: string;
  readonly provides?: string;
  readonly external?: boolean;
  /** The subgraph that the field is taken from. */
  readonly override?: string;
  /** The label that decides on the override; the joins of both subgraphs have it. */
  readonly overrideLabel?: string;
  readonly name?: string;
}

/** Returns the applications of one join directive, in order. */
export function joined(
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  directive: string,
): Joined[] {
  return (node.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map((applied) =>
      Object.fromEntries((applied.arguments ?? []).map(({ name, value }) => [name.value, plain(value)])),
    );
}

function plain(value: ConstValueNode): unknown {
  return 'value' in value ? value.value : undefined;
}
