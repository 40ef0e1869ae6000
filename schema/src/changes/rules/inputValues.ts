import { type GraphQLSchema, isEnumType, Kind, parseType, type TypeNode } from 'graphql';
import type { Schemas } from '../change.ts';

/**
 * The types whose JSON values another type accepts as they are (GraphQL, "Input Coercion" of each scalar).
 */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  Float: ['Int'],
  ID: ['String', 'Int'],
};

/**
 * Returns true when a position accepts every JSON value that it accepted before: `[Float]` accepts each
 * `Int!`.
 */
export function takesAllOf(after: string, before: string, { before: schema }: Schemas): boolean {
  return takes(parseType(after), parseType(before), schema);
}

function takes(after: TypeNode, before: TypeNode, schema: GraphQLSchema): boolean {
  if (after.kind === Kind.NON_NULL_TYPE)
    return before.kind === Kind.NON_NULL_TYPE && takes(after.type, before.type, schema);
  if (before.kind === Kind.NON_NULL_TYPE) return takes(after, before.type, schema);
  if (after.kind === Kind.LIST_TYPE) {
    if (before.kind === Kind.LIST_TYPE) return takes(after.type, before.type, schema);
    // A single value becomes a list of one; null does not, so no item becomes null that way.
    return takes(after.type.kind === Kind.NON_NULL_TYPE ? after.type.type : after.type, before, schema);
  }
  if (before.kind === Kind.LIST_TYPE) return false;
  const [to, from] = [after.name.value, before.name.value];
  if (to === from || TAKES[to]?.includes(from)) return true;
  return isEnumType(schema.getType(from)) && (to === 'String' || to === 'ID');
}

/**
 * Returns true when a value that both types accept may be interpreted differently: as a list or as another
 * type.
 */
export function isUnderstoodDifferently(after: string, before: string): boolean {
  return after.replaceAll('!', '') !== before.replaceAll('!', '');
}
