import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { MeasuredOperation } from '../telemetry/metrics.ts';
import type { OperationIdentity } from '../traffic/format.ts';

/** An operation that passed every check that depends on its document alone. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The key of what executors cache for it. */
  readonly key: string;
  /** The API schema that it is valid in. */
  readonly schema: GraphQLSchema;
  /** Its metrics labels. */
  readonly measured: MeasuredOperation;
  /** Its identity in the traffic counts. */
  readonly counted: OperationIdentity;
}

export interface KnownOperations {
  /** @param operationName as the client sent it. */
  find(source: string, operationName: string | null | undefined): KnownOperation | undefined;
  remember(source: string, operationName: string | null | undefined, known: KnownOperation): void;
  /** Forgets all operations, because the schema has changed. */
  clear(): void;
}

/** The number of texts kept, and the characters of each: at most some 30 MB with their parsed documents. */
const MAX_TEXTS = 1_000;
const MAX_LENGTH = 16_384;

/** Remembers operations by their text. */
export function createKnownOperations(maxTexts = MAX_TEXTS): KnownOperations {
  const texts = new BoundedMap<string, Map<string, KnownOperation>>({ entries: maxTexts });
  return {
    find: (source, operationName) => texts.get(source)?.get(operationName ?? ''),
    remember(source, operationName, known) {
      if (source.length > MAX_LENGTH) return;
      const operations = texts.get(source) ?? new Map<string, KnownOperation>();
      operations.set(operationName ?? '', known);
      texts.set(source, operations);
    },
    clear: () => texts.clear(),
  };
}
