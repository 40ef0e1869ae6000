/**
 * Attributes as a document stores them. Some names have a meaning to MongoDB, its driver or JavaScript (`$x`,
 * `a.b`, the empty name, `_bsontype`, `__proto__`). They are stored as a private-use character followed by
 * the name in base64url. All other names are stored unchanged, as they were before there was an escape.
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
  // A name stored before there was an escape may begin with that character.
  return escapeName(name) === stored ? name : stored;
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  // `fromEntries` creates a property `__proto__`, whereas an assignment would set the prototype.
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
