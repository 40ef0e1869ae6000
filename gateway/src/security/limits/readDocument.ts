import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { Limits } from './limits.ts';
import { tooComplex } from './tooComplex.ts';

/** The message of graphql-js for a document with more than `maxTokens`. */
const TOO_MANY_TOKENS = /Document contains more tha[nt] \d+ tokens/;

/**
 * Parses a document no further than the limits allow.
 * @returns OPERATION_TOO_COMPLEX; or undefined when it is not a document, which the executor reports.
 */
export function readDocument(
  text: string,
  { documentLength, tokens, depth }: Pick<Limits, 'documentLength' | 'tokens' | 'depth'>,
): DocumentNode | GraphQLError | undefined {
  if (text.length > documentLength) return tooComplex('documentLength', documentLength, text.length);
  try {
    return parse(text, {
      noLocation: true,
      ...(tokens !== Number.POSITIVE_INFINITY && { maxTokens: tokens }),
    });
  } catch (error) {
    // The parser recurses for each level of the document, and ran out of stack.
    if (error instanceof RangeError) return tooComplex('depth', depth);
    if (error instanceof GraphQLError && TOO_MANY_TOKENS.test(error.message))
      return tooComplex('tokens', tokens);
    return undefined;
  }
}
