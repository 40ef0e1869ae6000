import type { ASTNode, NameNode } from 'graphql';
import { z } from 'zod';
import type { LintedType } from '../graph.ts';
import { defineRule, type Finding } from '../rule.ts';

const CASES = {
  PascalCase: /^[A-Z][A-Za-z0-9]*$/,
  camelCase: /^[a-z][A-Za-z0-9]*$/,
  UPPER_CASE: /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/,
} as const;

const caseName = z.enum(['PascalCase', 'camelCase', 'UPPER_CASE', 'any']);
type CaseName = z.infer<typeof caseName>;

/**
 * Names have the case of their kind. Names with a leading underscore, which federation and tools add, are
 * exempt.
 */
export const namingRule = defineRule({
  name: 'naming',
  options: z.strictObject({
    types: caseName.default('PascalCase'),
    fields: caseName.default('camelCase'),
    arguments: caseName.default('camelCase'),
    inputFields: caseName.default('camelCase'),
    enumValues: caseName.default('UPPER_CASE'),
    /** The suffixes of input objects; one is enough. */
    inputSuffixes: z.array(z.string().min(1)).min(1).default(['Input']),
  }),
  check({ types }, options) {
    return types.flatMap((type) => [...names(type, options), ...suffix(type, options.inputSuffixes)]);
  },
});

function names(
  { name, nodes, fields, inputFields, values }: LintedType,
  cases: Readonly<Record<'types' | 'fields' | 'arguments' | 'inputFields' | 'enumValues', CaseName>>,
): Finding[] {
  const judge = (wanted: CaseName, what: string, coordinate: string, node: Named): Finding[] => {
    const called = node.name.value;
    if (wanted === 'any' || called.startsWith('_') || CASES[wanted].test(called)) return [];
    return [{ coordinate, node, message: `The ${what} ${coordinate} is not in ${wanted}.` }];
  };
  return [
    ...nodes.slice(0, 1).flatMap((node) => judge(cases.types, 'type', name, node)),
    ...fields.flatMap(({ node }) => {
      const coordinate = `${name}.${node.name.value}`;
      const given = (node.arguments ?? []).flatMap((argument) =>
        judge(cases.arguments, 'argument', `${coordinate}(${argument.name.value}:)`, argument),
      );
      return [...judge(cases.fields, 'field', coordinate, node), ...given];
    }),
    ...inputFields.flatMap((node) =>
      judge(cases.inputFields, 'input field', `${name}.${node.name.value}`, node),
    ),
    ...values.flatMap((node) => judge(cases.enumValues, 'enum value', `${name}.${node.name.value}`, node)),
  ];
}

type Named = ASTNode & { readonly name: NameNode };

function suffix({ name, kind, nodes: [node] }: LintedType, suffixes: readonly string[]): Finding[] {
  if (kind !== 'input' || !node || suffixes.some((each) => name.endsWith(each) && name !== each)) return [];
  return [
    { coordinate: name, node, message: `The input object ${name} does not end in ${suffixes.join(' or ')}.` },
  ];
}
