import { type GraphQLSchema, isEnumType, Kind, parseType, type TypeNode } from 'graphql';
import type { Schemas } from '../change.ts';

/** The JSON values of some types that others take as they are (GraphQL, "Input Coercion" of each scalar). */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  Float: ['Int'],
  ID: ['String', 'Int'],
};

/** Whether a position takes, as its variable's JSON, every value that it took before: `[Float]` takes each `Int!`. */
export function takesAllOf(after: string, before: string, { before: schema }: Schemas): boolean {
  return takes(parseType(after), parseType(before), schema);
}

function takes(after: TypeNode, before: TypeNode, schema: GraphQLSchema): boolean {
  if (after.kind === Kind.NON_NULL_TYPE)
    return before.kind === Kind.NON_NULL_TYPE && takes(after.type, before.type, schema);
  if (before.kind === Kind.NON_NULL_TYPE) return takes(after, before.type, schema);
  if (after.kind === Kind.LIST_TYPE) {
    if (before.kind === Kind.LIST_TYPE) return takes(after.type, before.type, schema);
    // One value is a list of one; null is no list, so an item is never null by it.
    return takes(after.type.kind === Kind.NON_NULL_TYPE ? after.type.type : after.type, before, schema);
  }
  if (before.kind === Kind.LIST_TYPE) return false;
  const [to, from] = [after.name.value, before.name.value];
  if (to === from || TAKES[to]?.includes(from)) return true;
  return isEnumType(schema.getType(from)) && (to === 'String' || to === 'ID');
}

/** Whether a value that both take may be understood differently: as a list, or as a value of another type. */
export function isUnderstoodDifferently(after: string, before: string): boolean {
  return after.replaceAll('!', '') !== before.replaceAll('!', '');
}
