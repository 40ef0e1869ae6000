import {
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Schemas } from '../change.ts';
import type { Rule } from './rule.ts';

/**
 * The rule for a change at some coordinates, such as one of the requirements for callers. A field affects
 * operations that select it on its type or on an interface of the type; a type, operations that may receive
 * it; an input, operations that send or may send it.
 */
export function reaches(coordinates: readonly string[], { before }: Schemas): Rule {
  const rules = coordinates.map((coordinate) => reachesOne(coordinate, before));
  return (candidate) => {
    for (const rule of rules) {
      const node = rule(candidate);
      if (node) return node;
    }
    return undefined;
  };
}

function reachesOne(coordinate: string, schema: GraphQLSchema): Rule {
  if (coordinate === 'schema') return ({ node }) => node;
  const [type = '', member] = coordinate.replace(/\(.*/, '').split('.');
  if (member === undefined) return reachesType(type, schema);
  const members = standingFor(type, schema).map((name) => `${name}.${member}`);
  const isEnum = isEnumType(schema.getType(type));
  return ({ usage }) => {
    const used = [usage.selected, usage.given, usage.literals];
    for (const uses of used) {
      const name = members.find((each) => uses.has(each));
      if (name !== undefined) return uses.get(name);
    }
    return usage.carried.get(type) ?? (isEnum ? usage.received.get(type) : undefined);
  };
}

function reachesType(type: string, schema: GraphQLSchema): Rule {
  const names = standingFor(type, schema);
  // A root type and an input type are never received; touching them is using them.
  const isReceived = ![schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some(
    (root) => root?.name === type,
  );
  const isSent = isInputObjectType(schema.getType(type));
  return ({ usage }) => {
    const received = names.find((name) => usage.received.has(name));
    if (received !== undefined) return usage.received.get(received);
    return isReceived && !isSent ? undefined : usage.types.get(type);
  };
}

/** Returns the type and every type as which it, or one of its objects, may be received. */
function standingFor(name: string, schema: GraphQLSchema): string[] {
  const type = schema.getType(name);
  const objects = isInterfaceType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const abstract = Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .filter((each) => objects.some((object) => schema.isSubType(each, object)));
  return [...new Set([name, ...[...objects, ...abstract].map((each) => each.name)])];
}
