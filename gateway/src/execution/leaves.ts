import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLNamedType,
  GraphQLString,
  isEnumType,
} from 'graphql';

/**
 * Writes a leaf value as JSON (GraphQL specification, sections 3.5 and 3.9). Returns null for null and for a
 * value that is not of the type.
 */
export type WriteLeaf = (value: unknown) => string | null;

export function writeLeafOf(type: GraphQLNamedType): WriteLeaf {
  if (isEnumType(type)) {
    const names = new Map<unknown, string>(type.getValues().map(({ name }) => [name, `"${name}"`]));
    return (value) => names.get(value) ?? null;
  }
  return BUILT_IN.get(type.name) ?? writeAny;
}

const writeString: WriteLeaf = (value) => (typeof value === 'string' ? quote(value) : null);

const BUILT_IN = new Map<string, WriteLeaf>([
  [GraphQLString.name, writeString],
  [GraphQLID.name, (value) => (Number.isInteger(value) ? JSON.stringify(value) : writeString(value))],
  [GraphQLInt.name, (value) => (Number.isInteger(value) ? `${value}` : null)],
  [GraphQLFloat.name, (value) => (typeof value === 'number' ? `${value}` : null)],
  [GraphQLBoolean.name, (value) => (value === true ? 'true' : value === false ? 'false' : null)],
]);

/** Writes a custom scalar, whose values only its subgraph can check. */
const writeAny: WriteLeaf = (value) => (value === null || value === undefined ? null : JSON.stringify(value));

/** The longest string, in characters, that is scanned here; for longer ones `JSON.stringify` is faster. */
const SHORT = 48;

/** Writes a string as JSON. */
function quote(text: string): string {
  const { length } = text;
  if (length > SHORT) return JSON.stringify(text);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    // A quotation mark, a backslash, a control character, or a surrogate, which may be unpaired.
    if (code === 34 || code === 92 || code < 32 || (code >= 0xd800 && code <= 0xdfff))
      return JSON.stringify(text);
  }
  return `"${text}"`;
}
