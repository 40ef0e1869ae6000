import { equalValues } from '../bson/compare.ts';
import { type Hit, type Path, parsePath } from '../bson/paths.ts';
import { clone, type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { show } from '../storage/show.ts';
import * as arrays from './arrayOperators.ts';
import { checkConflicts } from './conflicts.ts';
import * as fields from './fieldOperators.ts';
import * as numbers from './numberOperators.ts';
import type { Operator, UpdateContext } from './operator.ts';
import { compilePipelineUpdate } from './pipeline.ts';
import { type ArrayFilters, expandPath, parseArrayFilters } from './positional.ts';

const operators: Readonly<Record<string, Operator>> = { ...fields, ...numbers, ...arrays };

export interface Update {
  /** A replacement cannot update several documents, and takes no fields from an upsert's query but `_id`. */
  kind: 'operators' | 'replacement' | 'pipeline';
  /** True when it needs to know which array element the filter matched. */
  isPositional: boolean;
  /**
   * Returns the changed document without changing the given one, whose unchanged values it shares. Fails with
   * ImmutableField if `_id` would change.
   */
  apply(doc: Doc, hit: Hit, context: UpdateContext): Doc;
}

/**
 * Compiles an update. Fails with FailedToParse naming an unknown operator, and with code 40 when two paths
 * conflict.
 */
export function compileUpdate(update: Value, arrayFilters: Value): Update {
  const filters = parseArrayFilters(arrayFilters);
  if (Array.isArray(update)) {
    const run = compilePipelineUpdate(update);
    return { kind: 'pipeline', isPositional: false, apply: (doc) => sameId(doc, run(doc)) };
  }
  if (!isDoc(update)) throw new CommandError('FailedToParse', 'an update must be an object or an array');
  if (Object.keys(update)[0]?.startsWith('$') !== true) {
    checkReplacement(update);
    return { kind: 'replacement', isPositional: false, apply: (doc) => sameId(doc, replaced(doc, update)) };
  }
  const steps = parseSteps(update);
  checkConflicts(steps.flatMap(({ paths }) => paths));
  checkUsed(
    filters,
    steps.map(({ path }) => path),
  );
  const nested = new Set(
    steps.flatMap(({ paths }) => paths.flatMap(([name = '', ...rest]) => (rest.length > 0 ? name : []))),
  );
  return {
    kind: 'operators',
    isPositional: steps.some(({ path }) => path.includes('$')),
    apply(doc, hit, context) {
      const after = { ...doc };
      // An operator changes the document or array that contains its place, and never a value in place.
      for (const name of nested) if (Object.hasOwn(doc, name)) after[name] = clone(doc[name]);
      for (const { operator, path, operand } of steps) {
        for (const place of expandPath(after, path, hit, filters)) operator(after, place, operand, context);
      }
      return sameId(doc, after);
    },
  };
}

interface Step {
  operator: Operator;
  path: Path;
  operand: Value;
  /** All paths that the step changes: a rename has two. */
  paths: Path[];
}

function parseSteps(update: Doc): Step[] {
  return Object.entries(update).flatMap(([name, changes]) => {
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (operator === undefined) {
      throw new CommandError(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDoc(changes)) {
      throw new CommandError(
        'FailedToParse',
        `Modifiers operate on fields but we found another type for ${name}`,
      );
    }
    return Object.entries(changes).map(([text, operand]) => {
      const path = parseUpdatePath(text);
      const target = name === '$rename' && typeof operand === 'string' ? [parseUpdatePath(operand)] : [];
      return { operator, path, operand, paths: [path, ...target] };
    });
  });
}

function parseUpdatePath(text: string): Path {
  const path = parsePath(text);
  if (path.includes('')) {
    throw new CommandError('EmptyFieldName', `The update path '${text}' contains an empty field name`);
  }
  const unknown = path.find((each, i) => each.startsWith('$') && (i === 0 || !/^\$(\[.*\])?$/.test(each)));
  if (unknown !== undefined) {
    throw new CommandError(
      'DollarPrefixedFieldName',
      `The dollar ($) prefixed field '${unknown}' in '${text}' is not allowed`,
    );
  }
  return path;
}

function checkReplacement(update: Doc): void {
  const operator = Object.keys(update).find((name) => name.startsWith('$'));
  if (operator === undefined) return;
  throw new CommandError(
    'DollarPrefixedFieldName',
    `The dollar ($) prefixed field '${operator}' in '${operator}' is not valid for storage.`,
  );
}

function checkUsed(filters: ArrayFilters, paths: Path[]): void {
  for (const identifier of filters.keys()) {
    if (paths.some((path) => path.includes(`$[${identifier}]`))) continue;
    throw new CommandError(
      'FailedToParse',
      `The array filter for identifier '${identifier}' was not used in the update`,
    );
  }
}

function replaced(doc: Doc, update: Doc): Doc {
  const id = field(update, '_id') ?? field(doc, '_id');
  const { _id, ...rest } = update;
  return id === undefined ? { ...rest } : { _id: id, ...rest };
}

function sameId(before: Doc, after: Doc): Doc {
  const old = field(before, '_id');
  const fresh = field(after, '_id');
  if (old === undefined || (fresh !== undefined && equalValues(old, fresh))) return after;
  throw new CommandError(
    'ImmutableField',
    `Performing an update on the path '_id' would modify the immutable field '_id' (${show(old)} to ${show(fresh)})`,
  );
}
