import type { ASTNode, ConstDirectiveNode } from 'graphql';
import { DEFAULT_DEPRECATION_REASON } from 'graphql';
import { z } from 'zod';
import { argumentsOf } from '../federationNames.ts';
import type { LintedType } from '../graph.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Every deprecation has a reason other than the default: why, or what to use instead. */
export const deprecationReasonRule = defineRule({
  name: 'deprecation-reason',
  options: z.strictObject({}),
  check({ types }) {
    return types.flatMap(elementsOf).flatMap(({ coordinate, node }): Finding[] => {
      const directive = node.directives?.find(({ name }) => name.value === 'deprecated');
      if (!directive || hasReason(directive)) return [];
      return [
        {
          coordinate,
          node: directive,
          message: `${coordinate} is deprecated without a reason: say why, or what to use instead.`,
        },
      ];
    });
  },
});

interface Element {
  readonly coordinate: string;
  readonly node: ASTNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined };
}

function hasReason(directive: ConstDirectiveNode): boolean {
  const { reason } = argumentsOf(directive);
  return typeof reason === 'string' && reason.trim() !== '' && reason.trim() !== DEFAULT_DEPRECATION_REASON;
}

function elementsOf({ name, fields, inputFields, values }: LintedType): Element[] {
  return [
    ...fields.flatMap(({ node }): Element[] => {
      const coordinate = `${name}.${node.name.value}`;
      const given = (node.arguments ?? []).map((argument) => ({
        coordinate: `${coordinate}(${argument.name.value}:)`,
        node: argument,
      }));
      return [{ coordinate, node }, ...given];
    }),
    ...[...inputFields, ...values].map((node) => ({ coordinate: `${name}.${node.name.value}`, node })),
  ];
}
