import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { RequirementChange } from '../../requirements/compare.ts';
import type { Schemas } from '../compare.ts';
import type { Rule } from './rule.ts';

/**
 * Whom a change of what callers have to have reaches: of a field, those that select it, on its type or an interface of
 * that; of a type, those that may receive it. Whether a caller has what is required is not to be seen in an operation.
 */
export function requirementRule({ coordinate }: RequirementChange, { before }: Schemas): Rule {
  const [type = '', field] = coordinate.split('.');
  if (field === undefined) {
    const names = standingFor(type, before);
    // A root type is received by nobody; who selects anything of it touches it.
    const isRoot = [before.getQueryType(), before.getMutationType(), before.getSubscriptionType()].some(
      (root) => root?.name === type,
    );
    return ({ usage }) => {
      const received = names.find((name) => usage.received.has(name));
      return received === undefined
        ? isRoot
          ? usage.types.get(type)
          : undefined
        : usage.received.get(received);
    };
  }
  const fields = standingFor(type, before).map((name) => `${name}.${field}`);
  return ({ usage }) => {
    const selected = fields.find((each) => usage.selected.has(each));
    return selected === undefined ? undefined : usage.selected.get(selected);
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
