import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import { compileCost, type EstimateCost } from './cost.ts';
import { checkDocumentSize } from './documentSize.ts';
import type { Limits } from './limits.ts';
import { readDocument } from './readDocument.ts';
import type { Weights } from './weights.ts';

/** What limits are counted against, besides the limits: it changes when the supergraph does. */
export interface Measures {
  /** The API schema. */
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  /** Items that a list has where nothing says how many. */
  readonly listSize: number;
}

/** What is known of a document's operation, for as long as the supergraph stays. */
export interface Analysis {
  /** Undefined for no estimate: there is no such operation, which who executes it will say. */
  readonly cost: EstimateCost | undefined;
}

/**
 * Everything that can be said about a parsed document without its variables.
 * @param operation undefined when the document has none of the name that was asked for.
 * @returns OPERATION_TOO_COMPLEX for the first limit that it exceeds.
 */
export function analyse(
  document: DocumentNode,
  operation: OperationDefinitionNode | undefined,
  limits: Limits,
  measures: Measures,
): Analysis | GraphQLError {
  return (
    checkDocumentSize(document, limits) ?? {
      cost: operation && compileCost({ document, operation, ...measures }),
    }
  );
}

/** As `analyse`, for a document that nobody has parsed yet. What does not parse has no cost. */
export function analyseText(
  text: string,
  operationName: string | undefined,
  limits: Limits,
  measures: Measures,
): Analysis | GraphQLError {
  const document = readDocument(text, limits);
  if (document instanceof GraphQLError) return document;
  if (!document) return { cost: undefined };
  return analyse(document, getOperationAST(document, operationName) ?? undefined, limits, measures);
}
