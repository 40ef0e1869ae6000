import type { Doc, Value } from '../bson/values.ts';

/** One stage of a pipeline, from the documents of the stage before it to its own. */
export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;

export interface StageContext {
  /** Finds documents of another collection, for `$lookup`. */
  documentsOf(collection: string, filter: Doc): Iterable<Doc>;
  /** Compiles a pipeline within a stage. */
  compilePipeline(pipeline: Value): Stage;
  random(): number;
}
