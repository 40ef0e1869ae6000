import { buildSubgraph } from '@apollo/federation-internals';
import { type ASTNode, type DefinitionNode, type DocumentNode, Kind } from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import type { SubgraphSource } from '../sources.ts';
import { linksOf } from './links.ts';

/** Returns the nodes that a composition error is about, by its message; returns each node once. */
export type SdlErrors = (message: string) => readonly ASTNode[];

/**
 * Finds errors of graphql-js's rules in the document as it was written. Composition applies these rules to a
 * document that it prints anew, so its errors point to the definition of a directive, or nowhere.
 */
export function sdlErrorsOf({ name, document }: SubgraphSource): SdlErrors {
  const own = new Set(document.definitions.flatMap(directiveName));
  const added = federationDirectives(name, document).filter(
    (node) => !directiveName(node).some((each) => own.has(each)),
  );
  const definitions = [...document.definitions, ...added];
  const left = [...validateSDL({ kind: Kind.DOCUMENT, definitions })];
  return (message) => {
    // Composition appends to some of the messages.
    const at = left.findIndex((error) => message.startsWith(`[${name}] ${error.message}`));
    // The second of two duplicates is the error.
    return at === -1 ? [] : (left.splice(at, 1)[0]?.nodes ?? []).toReversed();
  };
}

/** Returns the definitions that the subgraph's links import; none when the links are wrong. */
function federationDirectives(name: string, document: DocumentNode): readonly DefinitionNode[] {
  try {
    return buildSubgraph(name, '', linksOf(document)).schema.toAST().definitions;
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}

function directiveName(node: DefinitionNode): string[] {
  return node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [];
}
