import type { ASTNode, StringValueNode } from 'graphql';
import { z } from 'zod';
import type { LintedType } from '../graph.ts';
import { defineRule, type Finding } from '../rule.ts';

const KINDS = ['types', 'fields', 'arguments', 'enumValues', 'inputFields'] as const;
type Described = (typeof KINDS)[number];

interface Describable {
  readonly coordinate: string;
  readonly kind: Described;
  readonly node: ASTNode & { readonly description?: StringValueNode | undefined };
}

/**
 * Everything has a description in one of the subgraphs that define it; composition uses it for all of them.
 * Root types need none.
 */
export const descriptionsRule = defineRule({
  name: 'descriptions',
  options: z.strictObject({
    /** The kinds of elements that need a description. */
    of: z.array(z.enum(KINDS)).default([...KINDS]),
  }),
  check({ types }, { of }) {
    const wanted = new Set<Described>(of);
    const missing = new Map<string, Describable>();
    const described = new Set<string>();
    for (const each of types.flatMap(describablesOf)) {
      if (!wanted.has(each.kind)) continue;
      if (each.node.description?.value.trim()) described.add(each.coordinate);
      else if (!missing.has(each.coordinate)) missing.set(each.coordinate, each);
    }
    return [...missing.values()].flatMap(({ coordinate, node }): Finding[] =>
      described.has(coordinate) ? [] : [{ coordinate, node, message: `${coordinate} has no description.` }],
    );
  },
});

function describablesOf({ name, root, nodes, fields, inputFields, values }: LintedType): Describable[] {
  const own = root ? [] : nodes.map((node): Describable => ({ coordinate: name, kind: 'types', node }));
  return [
    ...own,
    ...fields.flatMap(({ node }): Describable[] => [
      { coordinate: `${name}.${node.name.value}`, kind: 'fields', node },
      ...(node.arguments ?? []).map(
        (argument): Describable => ({
          coordinate: `${name}.${node.name.value}(${argument.name.value}:)`,
          kind: 'arguments',
          node: argument,
        }),
      ),
    ]),
    ...inputFields.map(
      (node): Describable => ({
        coordinate: `${name}.${node.name.value}`,
        kind: 'inputFields',
        node,
      }),
    ),
    ...values.map(
      (node): Describable => ({
        coordinate: `${name}.${node.name.value}`,
        kind: 'enumValues',
        node,
      }),
    ),
  ];
}
