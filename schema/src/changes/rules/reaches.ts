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
 * Whom something reaches that is said of coordinates, such as what callers have to have: of a field, those that select it, on
 * its type or an interface of that; of a type, those that may receive it; of what is sent, those that send it or may.
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
  // Nobody receives a root type or what is sent; who touches it uses it.
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

/** The type; where it or an object of it may come as another: that, too. */
function standingFor(name: string, schema: GraphQLSchema): string[] {
  const type = schema.getType(name);
  const objects = isInterfaceType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const abstract = Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .filter((each) => objects.some((object) => schema.isSubType(each, object)));
  return [...new Set([name, ...[...objects, ...abstract].map((each) => each.name)])];
}
