import { parsePath, valuesAt } from '../bson/paths.ts';
import { clone, type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';
import { setAt } from '../update/place.ts';
import type { Stage, StageContext } from './stage.ts';

const options = new Set(['from', 'localField', 'foreignField', 'as', 'pipeline']);

/** Joins by equality of two fields, using the other collection's index; `let` is rejected by name. */
export function compileLookup(spec: Value, { documentsOf, compilePipeline }: StageContext): Stage {
  if (!isDoc(spec)) throw new CommandError('FailedToParse', 'the $lookup specification must be an object');
  const unknown = Object.keys(spec).find((name) => !options.has(name));
  if (unknown !== undefined) throw notSupported(`$lookup's '${unknown}'`);
  const [from, local, foreign, as] = ['from', 'localField', 'foreignField', 'as'].map((name) =>
    text(spec, name),
  );
  if (from === undefined || local === undefined || foreign === undefined || as === undefined) {
    throw new CommandError('FailedToParse', '$lookup needs from, localField, foreignField and as');
  }
  const pipeline = field(spec, 'pipeline');
  const run = pipeline === undefined ? (docs: Iterable<Doc>) => docs : compilePipeline(pipeline);
  const localPath = parsePath(local);
  const target = parsePath(as);
  return function* (input) {
    for (const doc of input) {
      const values = valuesAt(doc, localPath).map((value) => value ?? null);
      const wanted = values.length === 0 ? [null] : values;
      const result = clone(doc);
      setAt(result, target, [...run(documentsOf(from, { [foreign]: { $in: wanted } }))]);
      yield result;
    }
  };
}

function text(spec: Doc, name: string): string | undefined {
  const value = field(spec, name);
  return typeof value === 'string' ? value : undefined;
}
