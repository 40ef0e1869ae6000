import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** An operation that a client sends, committed or seen in traffic. */
export interface Operation {
  /** `(anonymous)` when it has no name. */
  readonly name: string;
  readonly node: OperationDefinitionNode;
  /** The operation and the fragments that it uses. The nodes of a committed operation have their places. */
  readonly document: DocumentNode;
  /** The clients that send it: names, with versions when they are known. */
  readonly clients: readonly string[];
  /** The signature of an operation seen in traffic; undefined for a committed one. */
  readonly signature: string | undefined;
}
