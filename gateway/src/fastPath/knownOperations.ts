import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { MeasuredOperation } from '../telemetry/metrics.ts';
import type { OperationIdentity } from '../traffic/format.ts';

/** An operation that passed every check that depends on its document alone. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** What executors keep what they made of it by. */
  readonly key: string;
  /** The API schema in which it is valid. */
  readonly schema: GraphQLSchema;
  /** What is told of it. */
  readonly measured: MeasuredOperation;
  /** What it is counted by. */
  readonly counted: OperationIdentity;
}

export interface KnownOperations {
  /** @param operationName as the client gave it. */
  find(source: string, operationName: string | null | undefined): KnownOperation | undefined;
  remember(source: string, operationName: string | null | undefined, known: KnownOperation): void;
  /** Forgets all: the schema has changed. */
  clear(): void;
}

/** Texts kept, and their characters: some 30 MB at most, with what is parsed of them. */
const MAX_TEXTS = 1_000;
const MAX_LENGTH = 16_384;

/** Remembers operations by their text. The oldest is forgotten first; when it is used still, the long road tells of it again. */
export function createKnownOperations(maxTexts = MAX_TEXTS): KnownOperations {
  const texts = new Map<string, Map<string, KnownOperation>>();
  return {
    find: (source, operationName) => texts.get(source)?.get(operationName ?? ''),
    remember(source, operationName, known) {
      if (source.length > MAX_LENGTH) return;
      const operations = texts.get(source) ?? new Map<string, KnownOperation>();
      operations.set(operationName ?? '', known);
      texts.delete(source);
      texts.set(source, operations);
      if (texts.size > maxTexts) texts.delete(texts.keys().next().value ?? '');
    },
    clear: () => texts.clear(),
  };
}
