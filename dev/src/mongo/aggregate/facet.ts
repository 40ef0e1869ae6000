import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import type { Stage, StageContext } from './stage.ts';

/** Several pipelines over the same documents, each an array in the one result. */
export function compileFacet(spec: Value, { compilePipeline }: StageContext): Stage {
  if (!isDoc(spec)) throw new CommandError('BadValue', 'the $facet specification must be an object');
  const facets = Object.entries(spec).map(([name, pipeline]) => ({ name, run: compilePipeline(pipeline) }));
  return function* (input) {
    const docs = [...input];
    const result: Doc = {};
    for (const { name, run } of facets) result[name] = [...run(docs)];
    yield result;
  };
}
