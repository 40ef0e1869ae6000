import { OperationTypeNode } from 'graphql';
import { z } from 'zod';
import type { LintedField, LintedGraph } from '../graph.ts';
import { defineRule, type Finding } from '../rule.ts';
import { isList, isNonNull, nameOfType, typeText } from '../typeNodes.ts';

/**
 * The arguments and results of mutations. An argument `input` is a single required input object whose name
 * ends in `Input`. A type `…Payload` is returned only by the mutation of that name.
 */
export const mutationShapeRule = defineRule({
  name: 'mutation-shape',
  options: z.strictObject({
    /** Every mutation with arguments has exactly one, `input`. */
    requireInput: z.boolean().default(false),
    /** Every mutation returns a `…Payload` named after it. */
    requirePayload: z.boolean().default(false),
  }),
  check(graph, options) {
    const inputs = new Set(graph.types.filter(({ kind }) => kind === 'input').map(({ name }) => name));
    const ofMutations = mutations(graph).flatMap(({ type, field }) => [
      ...inputFindings(type, field, inputs, options.requireInput),
      ...(options.requirePayload ? payloadFindings(type, field) : []),
    ]);
    return [...ofMutations, ...strayPayloads(graph)];
  },
});

function mutations({ types }: LintedGraph): { readonly type: string; readonly field: LintedField }[] {
  return types
    .filter(({ root }) => root === OperationTypeNode.MUTATION)
    .flatMap(({ name, fields }) => fields.map((field) => ({ type: name, field })));
}

function inputFindings(
  type: string,
  { node }: LintedField,
  inputs: ReadonlySet<string>,
  required: boolean,
): Finding[] {
  const given = node.arguments ?? [];
  const coordinate = `${type}.${node.name.value}`;
  const input = given.find(({ name }) => name.value === 'input');
  if (input) {
    const name = nameOfType(input.type);
    const fits = inputs.has(name) && name.endsWith('Input') && isNonNull(input.type) && !isList(input.type);
    const here = `${coordinate}(input:)`;
    if (!fits)
      return [
        {
          coordinate: here,
          node: input,
          message: `${here} must be a required input object named …Input, not ${typeText(input.type)}.`,
        },
      ];
  }
  if (!required || given.length === 0 || (input && given.length === 1)) return [];
  return [{ coordinate, node, message: `${coordinate} must take input as its only argument.` }];
}

function payloadFindings(type: string, { node }: LintedField): Finding[] {
  const wanted = payloadOf(node.name.value);
  if (nameOfType(node.type) === wanted) return [];
  const coordinate = `${type}.${node.name.value}`;
  return [{ coordinate, node, message: `${coordinate} must return ${wanted}, not ${typeText(node.type)}.` }];
}

function strayPayloads({ types }: LintedGraph): Finding[] {
  return types.flatMap(({ name, root, fields }) =>
    fields.flatMap(({ node }): Finding[] => {
      const given = nameOfType(node.type);
      const isIts = root === OperationTypeNode.MUTATION && given === payloadOf(node.name.value);
      if (!given.endsWith('Payload') || isIts) return [];
      const coordinate = `${name}.${node.name.value}`;
      return [
        {
          coordinate,
          node,
          message: `${coordinate} returns ${given}, which is named after another mutation.`,
        },
      ];
    }),
  );
}

const payloadOf = (mutation: string) => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Payload`;
