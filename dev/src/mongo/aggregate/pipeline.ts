import { type Doc, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';
import { compileGroup } from './group.ts';
import { compileLookup } from './lookup.ts';
import * as simple from './simpleStages.ts';
import type { Stage, StageContext } from './stage.ts';
import { compileUnwind } from './unwind.ts';

const stages: Readonly<Record<string, (spec: Value, context: StageContext) => Stage>> = {
  ...simple,
  $group: compileGroup,
  $lookup: compileLookup,
  $unwind: compileUnwind,
};

/** Stages that a real server has and this one lacks, to distinguish them from typing errors. */
const known = new Set([
  '$bucket',
  '$bucketAuto',
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$densify',
  '$documents',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$merge',
  '$out',
  '$planCacheStats',
  '$redact',
  '$search',
  '$setWindowFields',
  '$sortByCount',
  '$unionWith',
  '$vectorSearch',
]);

/** Compiles a pipeline. Fails naming a stage that is unknown, or that the embedded server lacks. */
export function compilePipeline(pipeline: Value, context: Omit<StageContext, 'compilePipeline'>): Stage {
  if (!Array.isArray(pipeline)) throw new CommandError('TypeMismatch', "'pipeline' must be an array");
  const whole: StageContext = { ...context, compilePipeline: (inner) => compilePipeline(inner, context) };
  const compiled = pipeline.map((stage) => compileStage(stage, whole));
  return (input) => compiled.reduce<Iterable<Doc>>((docs, stage) => stage(docs), input);
}

function compileStage(stage: Value, context: StageContext): Stage {
  const [[name, spec] = ['', null], ...more] = isDoc(stage) ? Object.entries(stage) : [];
  if (!isDoc(stage) || more.length > 0 || name === '') {
    throw new CommandError(
      'Location40323',
      'A pipeline stage specification object must contain exactly one field.',
    );
  }
  const compile = Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (compile !== undefined) return compile(spec, context);
  if (known.has(name)) throw notSupported(`the pipeline stage ${name}`);
  throw new CommandError('Location40324', `Unrecognized pipeline stage name: '${name}'`);
}
