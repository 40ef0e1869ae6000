import { BSONRegExp } from 'bson';
import type { Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';

/**
 * Converts a pattern to JavaScript's RegExp. MongoDB uses PCRE; only what both have in common works here. The
 * option `x` and patterns that JavaScript does not know are rejected.
 */
export function toRegExp(pattern: Value, options?: Value): RegExp {
  const [source, flags] =
    pattern instanceof BSONRegExp
      ? [pattern.pattern, options === undefined ? pattern.options : options]
      : [pattern, options ?? ''];
  if (typeof source !== 'string') throw new CommandError('BadValue', '$regex has to be a string');
  if (typeof flags !== 'string') throw new CommandError('BadValue', '$options has to be a string');
  const unknown = /[^imsu]/.exec(flags);
  if (unknown !== null) {
    throw new CommandError(
      'BadValue',
      `the regex option '${unknown[0]}' is not supported by the embedded MongoDB`,
    );
  }
  const kept = flags.replace('u', '');
  try {
    return new RegExp(source, `${kept}u`);
  } catch {
    // Escapes such as \- are errors with the flag u but harmless without it.
  }
  try {
    return new RegExp(source, kept);
  } catch (cause) {
    throw new CommandError('BadValue', `Regular expression is invalid: ${(cause as Error).message}`);
  }
}
