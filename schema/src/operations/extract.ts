/**
 * The GraphQL in TypeScript or JavaScript: templates tagged `gql` or `graphql`, calls `gql(...)` and `graphql(...)` with a
 * template, and templates that a comment `GraphQL` stands before.
 */
const TEMPLATE =
  /(?:\b(?:gql|graphql)\s*\(?\s*(?:\/\*\s*GraphQL\s*\*\/\s*)?|\/\*\s*GraphQL\s*\*\/\s*)`((?:\\[\s\S]|[^`\\])*)`/g;

/** An interpolation, which in a GraphQL template is a fragment that is found by its name anyway. */
const INTERPOLATION = /\$\{[^}]*\}/g;

/**
 * Blanks everything but the GraphQL out, so that every character keeps its line and column.
 * @returns the text to be parsed; undefined when there is no GraphQL in it.
 */
export function extractGraphql(text: string): string | undefined {
  let extracted = '';
  let end = 0;
  for (const match of text.matchAll(TEMPLATE)) {
    const body = match[1] ?? '';
    const start = match.index + match[0].length - 1 - body.length;
    extracted += blank(text.slice(end, start)) + body.replaceAll(INTERPOLATION, blank);
    end = start + body.length;
  }
  return extracted === '' ? undefined : extracted + blank(text.slice(end));
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ');
}
