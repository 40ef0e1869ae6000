import { compilePipeline } from '../aggregate/pipeline.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';

/** Those that make one document of one. */
const allowed = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** An update that computes: each stage sees what the one before it made. */
export function compilePipelineUpdate(pipeline: Value[]): (doc: Doc) => Doc {
  for (const stage of pipeline) {
    const name = isDoc(stage) ? Object.keys(stage)[0] : undefined;
    if (name !== undefined && !allowed.has(name)) {
      throw new CommandError('InvalidOptions', `${name} is not allowed to be used within an update`);
    }
  }
  const run = compilePipeline(pipeline, { documentsOf: () => [], random: () => 0 });
  return (doc) => {
    const [result] = run([doc]);
    if (result === undefined) throw new CommandError('InternalError', 'a pipeline update gave no document');
    return '_id' in doc && !('_id' in result) ? { _id: doc['_id'], ...result } : result;
  };
}
