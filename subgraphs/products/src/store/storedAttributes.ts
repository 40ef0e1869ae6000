/**
 * Attributes as they stand in a document. Some names mean something to MongoDB, to its driver or to JavaScript (`$x`, `a.b`, the empty
 * one, `_bsontype`, `__proto__`): these are written as a private-use character and the name in base64url. All others stand as
 * they are, as they did before.
 */
type Attributes = Readonly<Record<string, unknown>>;

const MARK = '\u{e000}';

const needsEscape = (name: string) =>
  name === '' || name === '__proto__' || name === '_bsontype' || /^[$\u{e000}]|\./u.test(name);

function escapeName(name: string): string {
  return needsEscape(name) ? MARK + Buffer.from(name).toString('base64url') : name;
}

function readName(stored: string): string {
  if (!stored.startsWith(MARK)) return stored;
  const name = Buffer.from(stored.slice(MARK.length), 'base64url').toString();
  // A name from before there was an escape may begin with that character.
  return escapeName(name) === stored ? name : stored;
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  // `fromEntries` makes a property of `__proto__`, where an assignment would set the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [rename(name), renamed(part, rename)]),
  );
}

export function toStoredAttributes(attributes: Attributes): Attributes {
  return renamed(attributes, escapeName) as Attributes;
}

export function readStoredAttributes(stored: Attributes): Attributes {
  return renamed(stored, readName) as Attributes;
}
