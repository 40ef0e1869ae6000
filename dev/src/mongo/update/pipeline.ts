import { compilePipeline } from '../aggregate/pipeline.ts';
import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';

/** The stages that turn one document into one document. */
const allowed = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** Compiles an update that is a pipeline: each stage receives the result of the one before it. */
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
