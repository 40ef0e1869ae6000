import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { Limits } from './limits.ts';
import { checkNesting } from './nesting.ts';
import { tooComplex } from './tooComplex.ts';

/** The message of graphql-js for a document with more than `maxTokens`. */
const TOO_MANY_TOKENS = /Document contains more tha[nt] \d+ tokens/;

/**
 * Parses a document no further than the limits allow.
 * @returns OPERATION_TOO_COMPLEX; or undefined when it is not a document, which the executor reports.
 */
export function readDocument(
  text: string,
  limits: Pick<Limits, 'documentLength' | 'tokens' | 'depth' | 'variableDepth'>,
): DocumentNode | GraphQLError | undefined {
  const { documentLength, tokens, depth } = limits;
  if (text.length > documentLength) return tooComplex('documentLength', documentLength, text.length);
  const refusal = checkNesting(text, limits);
  if (refusal) return refusal;
  try {
    return parse(text, {
      noLocation: true,
      ...(tokens !== Number.POSITIVE_INFINITY && { maxTokens: tokens }),
    });
  } catch (error) {
    // Only without limits: the parser recurses for each level of the document, and ran out of stack.
    if (error instanceof RangeError) return tooComplex('depth', depth);
    if (error instanceof GraphQLError && TOO_MANY_TOKENS.test(error.message))
      return tooComplex('tokens', tokens);
    return undefined;
  }
}
