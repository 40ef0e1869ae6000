import { type Doc, field, type Value } from '../bson/values.ts';
import { CommandError, toCommandError } from '../errors.ts';

/**
 * Runs a batch's statements in turn. A failing one becomes a write error; with `ordered` (the default) the
 * rest is not tried. The effects of the others stay.
 */
export function eachStatement<S, R>(
  statements: readonly S[],
  body: Doc,
  run: (statement: S) => R,
): { done: { index: number; result: R }[]; writeErrors: Doc } {
  const isOrdered = field(body, 'ordered') !== false;
  const done: { index: number; result: R }[] = [];
  const errors: Value[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      done.push({ index, result: run(statement) });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(writeError(index, error));
      if (isOrdered) break;
    }
  }
  return { done, writeErrors: errors.length === 0 ? {} : { writeErrors: errors } };
}

function writeError(index: number, error: unknown): Doc {
  const { code, message, details } = toCommandError(error);
  return { index, code, ...(details as Doc), errmsg: message };
}
