import { toInteger } from '../bson/numbers.ts';
import { parsePath } from '../bson/paths.ts';
import { clone, type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { compileProjection } from '../query/project.ts';
import { parseSort, sortDocs } from '../query/sort.ts';
import { unsetAt } from '../update/place.ts';
import { compileAddFields } from './addFields.ts';
import { compileExpression } from './expression.ts';
import type { Stage, StageContext } from './stage.ts';

export function $match(spec: Value): Stage {
  const matches = compileFilter(requireDoc('$match', spec));
  return (input) => Iterator.from(input).filter((doc) => matches(doc));
}

export function $project(spec: Value): Stage {
  const project = compileProjection(requireDoc('$project', spec));
  if (project === undefined)
    throw new CommandError('BadValue', '$project specification must have at least one field');
  return (input) => Iterator.from(input).map(project);
}

export const $set = (spec: Value): Stage => addFields('$set', spec);
export const $addFields = (spec: Value): Stage => addFields('$addFields', spec);

function addFields(name: string, spec: Value): Stage {
  const add = compileAddFields(requireDoc(name, spec));
  return (input) => Iterator.from(input).map(add);
}

export function $unset(spec: Value): Stage {
  const names = Array.isArray(spec) ? spec : [spec];
  const paths = names.map((name) => {
    if (typeof name !== 'string')
      throw new CommandError('BadValue', '$unset needs a field or a list of them');
    return parsePath(name);
  });
  return (input) =>
    Iterator.from(input).map((doc) => {
      const result = clone(doc);
      for (const path of paths) unsetAt(result, path);
      return result;
    });
}

export function $sort(spec: Value): Stage {
  const sort = parseSort(requireDoc('$sort', spec));
  return function* (input) {
    yield* sortDocs(input, sort, (doc) => doc);
  };
}

export function $limit(spec: Value): Stage {
  const limit = count('$limit', spec, 1n);
  return (input) => Iterator.from(input).take(limit);
}

export function $skip(spec: Value): Stage {
  const skip = count('$skip', spec, 0n);
  return (input) => Iterator.from(input).drop(skip);
}

export function $count(spec: Value): Stage {
  if (typeof spec !== 'string' || spec === '')
    throw new CommandError('BadValue', 'the count field must be a non-empty string');
  return function* (input) {
    let n = 0;
    for (const _ of input) n++;
    if (n > 0) yield { [spec]: n };
  };
}

export function $replaceWith(spec: Value): Stage {
  const expression = compileExpression(spec);
  return (input) =>
    Iterator.from(input).map((doc) => {
      const root = expression(doc);
      if (isDoc(root)) return root;
      throw new CommandError('BadValue', "'newRoot' expression must evaluate to an object");
    });
}

export function $replaceRoot(spec: Value): Stage {
  return $replaceWith(requireDoc('$replaceRoot', spec)['newRoot']);
}

export function $sample(spec: Value, { random }: StageContext): Stage {
  const size = count('$sample', requireDoc('$sample', spec)['size'], 1n);
  return function* (input) {
    const drawn = Array.from(input, (doc) => ({ doc, ticket: random() }));
    for (const { doc } of drawn.sort((a, b) => a.ticket - b.ticket).slice(0, size)) yield doc;
  };
}

/** Runs several pipelines over the same documents; each becomes an array in the one result. */
export function $facet(spec: Value, { compilePipeline }: StageContext): Stage {
  if (!isDoc(spec)) throw new CommandError('BadValue', 'the $facet specification must be an object');
  const facets = Object.entries(spec).map(([name, pipeline]) => ({ name, run: compilePipeline(pipeline) }));
  return function* (input) {
    const docs = [...input];
    const result: Doc = {};
    for (const { name, run } of facets) result[name] = [...run(docs)];
    yield result;
  };
}

function count(stage: string, spec: Value, least: bigint): number {
  const number = toInteger(spec);
  if (number === undefined || number < least)
    throw new CommandError('BadValue', `invalid argument to ${stage} stage: ${spec}`);
  return Number(number);
}

function requireDoc(stage: string, spec: Value): Doc {
  if (isDoc(spec)) return spec;
  throw new CommandError('FailedToParse', `the ${stage} stage's specification must be an object`);
}
