import { type GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Limits } from './limits.ts';
import { tooComplex } from './tooComplex.ts';

/**
 * The levels for which the stack always has room. The parser of graphql-js recurses for each level, and Node's
 * default stack (984 KB) ends somewhere above 1,500 levels of a list, depending on what V8 has compiled so far.
 */
const SAFE_LEVELS = 500;

/**
 * Checks how deeply a document nests before it is parsed, so that a document is refused for the same limit
 * every time, and not for where the stack happens to end. Braces of selection sets count towards `depth`, and
 * brackets and braces inside parentheses (values, and list types of variables) towards `variableDepth`. Both
 * have exact checks after parsing; this one refuses only what is also deeper than `SAFE_LEVELS`.
 * @returns OPERATION_TOO_COMPLEX for the first limit that the text exceeds, `tokens` included.
 */
export function checkNesting(
  text: string,
  { tokens, depth, variableDepth }: Pick<Limits, 'tokens' | 'depth' | 'variableDepth'>,
): GraphQLError | undefined {
  if (!opensMoreThan(SAFE_LEVELS, text)) return undefined;
  const lexer = new Lexer(new Source(text));
  let parentheses = 0;
  let fields = 0;
  let values = 0;
  for (let read = 0; read <= tokens; read++) {
    let kind: TokenKind;
    try {
      ({ kind } = lexer.advance());
    } catch {
      return undefined; // The parser reports it.
    }
    if (kind === TokenKind.EOF) return undefined;
    if (kind === TokenKind.PAREN_L) parentheses++;
    else if (kind === TokenKind.PAREN_R) parentheses--;
    const step = STEPS[kind] ?? 0;
    if (parentheses > 0) values += step;
    else fields += step;
    if (fields > Math.max(depth, SAFE_LEVELS)) return tooComplex('depth', depth);
    if (values > Math.max(variableDepth, SAFE_LEVELS)) return tooComplex('variableDepth', variableDepth);
  }
  return tooComplex('tokens', tokens);
}

const STEPS: Readonly<Partial<Record<TokenKind, number>>> = {
  [TokenKind.BRACE_L]: 1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.BRACE_R]: -1,
  [TokenKind.BRACKET_R]: -1,
};

/** Returns true when `text` has more than `count` opening brackets and braces, those in strings included. */
function opensMoreThan(count: number, text: string): boolean {
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x5b || code === 0x7b) && ++opened > count) return true;
  }
  return false;
}
