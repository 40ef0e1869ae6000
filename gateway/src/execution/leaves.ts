import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLNamedType,
  GraphQLString,
  isEnumType,
} from 'graphql';

/** JSON of a leaf value (GraphQL specification, section 3.5 and 3.9); null for null and for what is no value of the type. */
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

/** What a custom scalar is, only its subgraph knows. */
const writeAny: WriteLeaf = (value) => (value === null || value === undefined ? null : JSON.stringify(value));

/** Characters up to which a string is looked through here; longer ones `JSON.stringify` does faster. */
const SHORT = 48;

/** A string in JSON. */
function quote(text: string): string {
  const { length } = text;
  if (length > SHORT) return JSON.stringify(text);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    // A quotation mark, a backslash, control characters, and surrogates, which may be without their other half.
    if (code === 34 || code === 92 || code < 32 || (code >= 0xd800 && code <= 0xdfff))
      return JSON.stringify(text);
  }
  return `"${text}"`;
}
