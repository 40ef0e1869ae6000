import type { Doc, Value } from '../bson/values.ts';

/** One stage over the documents before it. */
export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;

export interface StageContext {
  /** The documents of a collection beside this one, for `$lookup`. */
  documentsOf(collection: string, filter: Doc): Iterable<Doc>;
  /** A pipeline within a stage. */
  compilePipeline(pipeline: Value): Stage;
  random(): number;
}
