import {
  type ASTVisitor,
  type DefinitionNode,
  GraphQLError,
  LoneSchemaDefinitionRule,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  UniqueArgumentDefinitionNamesRule,
  UniqueArgumentNamesRule,
  UniqueDirectiveNamesRule,
  UniqueEnumValueNamesRule,
  UniqueFieldDefinitionNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationTypesRule,
  UniqueTypeNamesRule,
} from 'graphql';
import type { SDLValidationContext, SDLValidationRule } from 'graphql/validation/ValidationContext.js';
import { validateSDL } from 'graphql/validation/validate.js';
import type { Problem } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';

/**
 * The rules that every schema must satisfy, whatever federation adds to it. Composition reports some
 * violations without a place, throws on some, and resolves others by taking the last definition, although no
 * server starts with it.
 */
const RULES: readonly SDLValidationRule[] = [
  LoneSchemaDefinitionRule,
  UniqueOperationTypesRule,
  UniqueTypeNamesRule,
  UniqueDirectiveNamesRule,
  UniqueEnumValueNamesRule,
  UniqueFieldDefinitionNamesRule,
  UniqueArgumentDefinitionNamesRule,
  UniqueArgumentNamesRule,
  UniqueInputFieldNamesRule,
  sameKindRule,
];

/**
 * Reports INVALID_GRAPHQL for each duplicate and each extension of the wrong kind, at the second of its
 * places.
 */
export function structureProblems({ name, document }: SubgraphSource): Problem[] {
  return validateSDL(document, undefined, RULES).map(({ message, nodes = [] }) => {
    const [place, ...also] = nodes.flatMap((node) => placeOf(node) ?? []).reverse();
    return {
      severity: 'error',
      code: 'INVALID_GRAPHQL',
      message: `[${name}] ${message}`,
      ...place,
      ...(also.length > 0 ? { also } : {}),
    };
  });
}

/** graphql-js's own rule also requires an extended type to be defined, which is not so in a subgraph. */
function sameKindRule(context: SDLValidationContext): ASTVisitor {
  const first = new Map<string, TypeDefinitionNode | TypeExtensionNode>();
  const ofTypes = context.getDocument().definitions.filter(isOfType);
  for (const node of [...ofTypes.filter(isDefinition), ...ofTypes])
    if (!first.has(node.name.value)) first.set(node.name.value, node);
  for (const node of ofTypes) {
    const other = first.get(node.name.value);
    if (!other || isDefinition(node) || kindOf(other) === kindOf(node)) continue;
    const message = `Cannot extend ${kindOf(other)} "${node.name.value}" as ${kindOf(node)}.`;
    context.reportError(new GraphQLError(message, { nodes: [other.name, node.name] }));
  }
  return {};
}

function isOfType(node: DefinitionNode): node is TypeDefinitionNode | TypeExtensionNode {
  return /Type(?:Definition|Extension)$/.test(node.kind);
}

function isDefinition({ kind }: TypeDefinitionNode | TypeExtensionNode): boolean {
  return kind.endsWith('Definition');
}

/** Returns `input object`, `scalar` and so on. */
function kindOf({ kind }: TypeDefinitionNode | TypeExtensionNode): string {
  return kind
    .replace(/Type(?:Definition|Extension)$/, '')
    .replace(/(?!^)[A-Z]/, ' $&')
    .toLowerCase();
}
