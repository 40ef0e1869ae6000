import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** Something that a client sends: committed, or seen in traffic. */
export interface Operation {
  /** `(anonymous)` when it has no name. */
  readonly name: string;
  readonly node: OperationDefinitionNode;
  /** The operation and the fragments that it uses; nodes of committed ones know their places. */
  readonly document: DocumentNode;
  /** Who sends it: names, with versions where they are known. */
  readonly clients: readonly string[];
  /** Of one that was seen in traffic. */
  readonly signature: string | undefined;
}
