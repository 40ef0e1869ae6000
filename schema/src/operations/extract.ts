/**
 * Matches GraphQL in TypeScript or JavaScript: templates tagged `gql` or `graphql`, calls of `gql(...)` and
 * `graphql(...)` with a template, and templates after a comment `GraphQL`.
 */
const TEMPLATE =
  /(?:\b(?:gql|graphql)\s*\(?\s*(?:\/\*\s*GraphQL\s*\*\/\s*)?|\/\*\s*GraphQL\s*\*\/\s*)`((?:\\[\s\S]|[^`\\])*)`/g;

/** An interpolation. In a GraphQL template it is a fragment, which is found by its name anyway. */
const INTERPOLATION = /\$\{[^}]*\}/g;

/**
 * Blanks out everything except the GraphQL, so that every character keeps its line and column.
 * @returns the text to parse; undefined when the file has no GraphQL.
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
