import { GraphQLError } from 'graphql';
import type { Limits } from './limits.ts';

const UNITS: Readonly<Record<keyof Limits, string>> = {
  documentLength: 'characters in the document',
  tokens: 'tokens in the document',
  depth: 'levels of fields',
  fields: 'fields, fragments expanded',
  aliases: 'aliases, fragments expanded',
  rootFields: 'fields at the root of an operation',
  directives: 'directives in the document',
  directivesPerPlace: 'directives at one place',
  fragments: 'fragments spread in one another',
  cost: 'as the estimated cost',
  variableKeys: 'names in the variables',
  variableDepth: 'levels of objects and lists in a value',
  listLength: 'items in a list of the variables',
  stringLength: 'characters in a text of the variables',
};

/**
 * Creates the error of every limit: OPERATION_TOO_COMPLEX, with the limit's name in `extensions.limit` and
 * its value in `extensions.max`.
 * @param found the operation's own value, if known; it goes into `extensions.found`.
 */
export function tooComplex(limit: keyof Limits, max: number, found?: number): GraphQLError {
  const has = found === undefined ? '' : `, and it has ${found}`;
  return new GraphQLError(`The operation is too complex: at most ${max} ${UNITS[limit]}${has}.`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit, max, ...(found !== undefined && { found }) },
  });
}
