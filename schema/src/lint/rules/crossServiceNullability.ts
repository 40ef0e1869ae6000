import { z } from 'zod';
import { fieldNamed, hasDirective, type LintedField, type LintedGraph, type LintedType } from '../graph.ts';
import { type Entity, entitiesOf, isResolved } from '../owners.ts';
import { defineRule, type Finding } from '../rule.ts';
import { isNonNull, mayHoldNull, nameOfType, typeText } from '../typeNodes.ts';

const options = z.strictObject({
  /**
   * By entity, the subgraph that its objects come from, when that is not the one that resolves most of its
   * fields.
   */
  owners: z.record(z.string(), z.string()).default({}),
  /** Fields of `Query`, `Mutation` and `Subscription` are nullable. */
  rootFields: z.boolean().default(true),
  /** Fields that not every caller may see (`@authenticated`, `@requiresScopes`, `@policy`) are nullable. */
  guarded: z.boolean().default(true),
});

/**
 * Fields that depend on another subgraph are nullable, so that a subgraph that is down costs its own fields
 * and nothing around them. These are fields that a subgraph adds to another's entity, fields that need
 * another subgraph's fields (`@requires`), and fields that return another's entity. For a list, either the
 * list or its items must be nullable. Fields that clients never see are exempt.
 */
export const crossServiceNullabilityRule = defineRule({
  name: 'cross-service-nullability',
  options,
  check(graph, { owners, rootFields, guarded }) {
    const entities = entitiesOf(graph, owners);
    const membersOf = possibleTypes(graph);
    return graph.types.flatMap((type) =>
      type.fields.flatMap((field): Finding[] => {
        if (!isResolved(field) || hasDirective(type, 'inaccessible') || hasDirective(field, 'inaccessible'))
          return [];
        const coordinate = `${type.name}.${field.node.name.value}`;

        const finding = (why: string, ...also: LintedType[]): Finding[] => [
          {
            coordinate,
            node: field.node,
            message: `${coordinate} is ${typeText(field.node.type)}, but ${why}: it must be nullable.`,
            also: also.flatMap(({ nodes }) => nodes.slice(0, 1)),
          },
        ];
        const nullable = !isNonNull(field.node.type);
        if (rootFields && type.root && !nullable)
          return finding('a null in a root field would empty the response');
        if (guarded && isGuarded(field) && !nullable) return finding('not every caller may see it');
        if (mayHoldNull(field.node.type)) return [];
        const home = addedTo(entities.get(type.name), type, field);
        if (home) return finding(`${type.subgraph} resolves it for objects of ${home.subgraph}`, home);
        if (hasDirective(field, 'requires'))
          return finding('it needs fields of another subgraph (@requires)');
        const foreign = membersOf(type.subgraph, nameOfType(field.node.type))
          .map((name) => entities.get(name)?.owner)
          .find((owner) => owner && owner.subgraph !== type.subgraph);
        if (foreign) return finding(`${foreign.subgraph} resolves ${foreign.name}`, foreign);
        return [];
      }),
    );
  },
});

const isGuarded = (field: LintedField) => hasDirective(field, 'authenticated', 'requiresScopes', 'policy');

/**
 * Returns the owner of the entity to which the field is added, if that is another subgraph and does not
 * resolve it.
 */
function addedTo(
  entity: Entity | undefined,
  type: LintedType,
  { node }: LintedField,
): LintedType | undefined {
  if (!entity || entity.owner.subgraph === type.subgraph || entity.keyFields.has(node.name.value))
    return undefined;
  const there = fieldNamed(entity.owner, node.name.value);
  return there && isResolved(there) ? undefined : entity.owner;
}

/** Returns a function that lists the objects that a subgraph may return for a type. */
function possibleTypes({ types }: LintedGraph) {
  return (subgraph: string, name: string): readonly string[] => {
    const own = types.filter((type) => type.subgraph === subgraph);
    const type = own.find((each) => each.name === name);
    if (type?.kind === 'union') return type.members.map((member) => member.name.value);
    if (type?.kind !== 'interface') return [name];
    return own
      .filter(
        ({ kind, interfaces }) => kind === 'object' && interfaces.some((each) => each.name.value === name),
      )
      .map((each) => each.name);
  };
}
