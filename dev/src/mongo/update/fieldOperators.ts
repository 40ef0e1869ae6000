import { Timestamp } from 'bson';
import { compareValues } from '../bson/compare.ts';
import { type Path, parsePath } from '../bson/paths.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import type { Operator } from './operator.ts';
import { getAt, setAt, unsetAt } from './place.ts';

export const $set: Operator = (doc, path, operand) => setAt(doc, path, operand);

export const $unset: Operator = (doc, path) => unsetAt(doc, path);

export const $setOnInsert: Operator = (doc, path, operand, { isInsert }) => {
  if (isInsert) setAt(doc, path, operand);
};

export const $min: Operator = (doc, path, operand) => setIf(doc, path, operand, (order) => order < 0);

export const $max: Operator = (doc, path, operand) => setIf(doc, path, operand, (order) => order > 0);

function setIf(doc: Doc, path: Path, operand: Value, accepts: (order: number) => boolean): void {
  const current = getAt(doc, path);
  if (current === undefined || accepts(compareValues(operand, current))) setAt(doc, path, operand);
}

export const $rename: Operator = (doc, path, operand) => {
  if (typeof operand !== 'string')
    throw new CommandError('BadValue', `The 'to' field for $rename must be a string`);
  const value = getAt(doc, path);
  if (value === undefined) return;
  unsetAt(doc, path);
  setAt(doc, parsePath(operand), value);
};

export const $currentDate: Operator = (doc, path, operand, { now }) => {
  const type = isDoc(operand) ? field(operand, '$type') : operand === true ? 'date' : undefined;
  if (type === 'date') setAt(doc, path, now);
  else if (type === 'timestamp')
    setAt(doc, path, new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }));
  else throw new CommandError('BadValue', `$currentDate needs true or { $type: 'date' | 'timestamp' }`);
};
