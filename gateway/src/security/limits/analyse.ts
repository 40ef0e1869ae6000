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

/** The basis of measurements, besides the limits. It changes with the supergraph. */
export interface Measures {
  /** The API schema. */
  readonly schema: GraphQLSchema;
  readonly weights: Weights;
  /** The items that a list is assumed to have when nothing says how many. */
  readonly listSize: number;
}

/** The analysis of a document's operation, valid until the supergraph changes. */
export interface Analysis {
  /** Undefined when there is no such operation; the executor reports that. */
  readonly cost: EstimateCost | undefined;
}

/**
 * Analyses a parsed document without its variables.
 * @param operation undefined when the document has no operation of the requested name.
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

/** Analyses a document that is not parsed yet. A document that does not parse has no cost. */
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
