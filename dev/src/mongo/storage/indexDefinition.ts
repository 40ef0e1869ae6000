import { equalValues } from '../bson/compare.ts';
import { toInteger } from '../bson/numbers.ts';
import { type Path, parsePath } from '../bson/paths.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';
import { compileFilter, type Filter } from '../query/filter.ts';

export interface IndexDefinition {
  name: string;
  /** The key as the client sent it: `{ a: 1, b: -1 }`. */
  key: Doc;
  paths: Path[];
  directions: (1 | -1)[];
  unique: boolean;
  sparse: boolean;
  partial: { expression: Doc; filter: Filter } | undefined;
  /** Seconds after the date in the indexed field at which `ttl.ts` deletes the document. */
  expireAfterSeconds: number | undefined;
}

/**
 * Options accepted without effect: they change how a real server builds or stores an index, not its replies.
 */
const withoutEffect = new Set(['v', 'background', 'ns']);

/** Parses one element of createIndexes' `indexes`; an unsupported option is rejected by name. */
export function parseIndexDefinition(spec: Value): IndexDefinition {
  if (!isDoc(spec)) throw new CommandError('TypeMismatch', 'an index must be an object');
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds, ...rest } = spec;
  for (const option of Object.keys(rest)) {
    if (!withoutEffect.has(option)) throw notSupported(`the index option '${option}'`);
  }
  if (!isDoc(key) || Object.keys(key).length === 0) {
    throw new CommandError('CannotCreateIndex', 'an index needs a key of at least one field');
  }
  if (typeof name !== 'string' || name === '') {
    throw new CommandError(
      'FailedToParse',
      "The 'name' field is a required property of an index specification",
    );
  }
  const fields = Object.entries(key);
  return {
    name,
    key,
    paths: fields.map(([path]) => parseIndexPath(path)),
    directions: fields.map(([path, direction]) => parseDirection(path, direction)),
    unique: unique === undefined ? false : truth(unique),
    sparse: sparse === undefined ? false : truth(sparse),
    partial: parsePartial(partialFilterExpression, sparse),
    expireAfterSeconds: parseExpiry(expireAfterSeconds, Object.keys(key)),
  };
}

/** Returns an index's description, as listIndexes returns it and as it is stored. */
export function describeIndex(definition: IndexDefinition): Doc {
  return {
    v: 2,
    key: definition.key,
    name: definition.name,
    ...(definition.unique && definition.name !== '_id_' ? { unique: true } : {}),
    ...(definition.sparse ? { sparse: true } : {}),
    ...(definition.partial ? { partialFilterExpression: definition.partial.expression } : {}),
    ...(definition.expireAfterSeconds === undefined
      ? {}
      : { expireAfterSeconds: definition.expireAfterSeconds }),
  };
}

export function sameKey(a: Doc, b: Doc): boolean {
  return equalValues(a, b);
}

export function sameOptions(a: IndexDefinition, b: IndexDefinition): boolean {
  return (
    a.unique === b.unique &&
    a.sparse === b.sparse &&
    a.expireAfterSeconds === b.expireAfterSeconds &&
    equalValues(a.partial?.expression ?? null, b.partial?.expression ?? null)
  );
}

function parseIndexPath(path: string): Path {
  const segments = parsePath(path);
  if (path.includes('$**')) throw notSupported('a wildcard index');
  if (segments.some((segment) => segment === '' || segment.startsWith('$'))) {
    throw new CommandError('CannotCreateIndex', `'${path}' is not a path that can be indexed`);
  }
  return segments;
}

function parseDirection(path: string, direction: Value): 1 | -1 {
  if (typeof direction === 'string') throw notSupported(`a '${direction}' index (on '${path}')`);
  const number = toInteger(direction);
  if (number === undefined || number === 0n) {
    throw new CommandError('CannotCreateIndex', `the direction of '${path}' must be 1 or -1`);
  }
  return number > 0n ? 1 : -1;
}

function parsePartial(expression: Value, sparse: Value): IndexDefinition['partial'] {
  if (expression === undefined) return undefined;
  if (!isDoc(expression)) throw new CommandError('TypeMismatch', 'partialFilterExpression must be an object');
  if (sparse === true) {
    throw new CommandError('CannotCreateIndex', "cannot mix 'partialFilterExpression' and 'sparse' options");
  }
  return { expression, filter: compileFilter(expression) };
}

/** The highest `expireAfterSeconds`, as in MongoDB. */
const MAX_EXPIRY = 2_147_483_647n;

/** Checks the restrictions of https://www.mongodb.com/docs/manual/core/index-ttl/#restrictions */
function parseExpiry(value: Value, fields: readonly string[]): number | undefined {
  if (value === undefined) return undefined;
  const seconds = toInteger(value);
  if (seconds === undefined || seconds < 0n || seconds > MAX_EXPIRY) {
    throw new CommandError(
      'CannotCreateIndex',
      `expireAfterSeconds must be within the range 0 to ${MAX_EXPIRY}`,
    );
  }
  if (fields.length > 1) {
    throw new CommandError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    );
  }
  if (fields[0] === '_id') {
    throw new CommandError(
      'InvalidIndexSpecificationOption',
      "The field 'expireAfterSeconds' is not valid for an _id index specification",
    );
  }
  return Number(seconds);
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  const number = toInteger(value);
  if (number === undefined) throw new CommandError('TypeMismatch', 'an index option must be a boolean');
  return number !== 0n;
}
