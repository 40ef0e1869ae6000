import { z } from 'zod';
import { fieldNamed, hasDirective, type LintedField, type LintedGraph, type LintedType } from '../graph.ts';
import { type Entity, entitiesOf, isResolved } from '../owners.ts';
import { defineRule, type Finding } from '../rule.ts';
import { isNonNull, mayHoldNull, nameOfType, typeText } from '../typeNodes.ts';

const options = z.strictObject({
  /** By entity, the subgraph that its objects come from, where that is not who resolves the most of its fields. */
  owners: z.record(z.string(), z.string()).default({}),
  /** Fields of `Query`, `Mutation` and `Subscription` are nullable. */
  rootFields: z.boolean().default(true),
  /** What not everybody may see (`@authenticated`, `@requiresScopes`, `@policy`) is nullable. */
  guarded: z.boolean().default(true),
});

/**
 * What another subgraph answers is nullable, so that one that is down costs its own fields, and not what stands around
 * them: a field that a subgraph adds to an entity of another, one that needs something of another (`@requires`), and one
 * that gives an entity of another. Of a list either the list or its items have to be. What clients never see is left out.
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
        const said = typeText(field.node.type);
        const told = (why: string, ...also: LintedType[]): Finding[] => [
          {
            coordinate,
            node: field.node,
            message: `${coordinate} is ${said}, and ${why}: it has to be nullable.`,
            also: also.flatMap(({ nodes }) => nodes.slice(0, 1)),
          },
        ];
        const nullable = !isNonNull(field.node.type);
        if (rootFields && type.root && !nullable)
          return told('a root field, whose null would empty the response');
        if (guarded && isGuarded(field) && !nullable) return told('not everybody may see it');
        if (mayHoldNull(field.node.type)) return [];
        const home = addedTo(entities.get(type.name), type, field);
        if (home) return told(`${type.subgraph} answers it for objects of ${home.subgraph}`, home);
        if (hasDirective(field, 'requires'))
          return told('it needs (@requires) what another subgraph answers');
        const foreign = membersOf(type.subgraph, nameOfType(field.node.type))
          .map((name) => entities.get(name)?.owner)
          .find((owner) => owner && owner.subgraph !== type.subgraph);
        if (foreign) return told(`${foreign.subgraph} answers for ${foreign.name}`, foreign);
        return [];
      }),
    );
  },
});

const isGuarded = (field: LintedField) => hasDirective(field, 'authenticated', 'requiresScopes', 'policy');

/** The owner of the entity that the field is added to, if that is another subgraph which does not resolve it as well. */
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

/** The objects that a subgraph may give for a type. */
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
