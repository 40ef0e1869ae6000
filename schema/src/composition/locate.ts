import { buildSubgraph } from '@apollo/federation-internals';
import { type ASTNode, type DefinitionNode, type DocumentNode, Kind } from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import type { SubgraphSource } from '../sources.ts';
import { linksOf } from './links.ts';

/** Where it is that SDL is wrong, by what composition says of it; each place is given once. */
export type SdlErrors = (message: string) => readonly ASTNode[];

/**
 * Composition has errors by graphql-js's rules, too, of a document that it prints anew: they stand where a directive is
 * defined, or nowhere. The same rules find them in the document as it was written.
 */
export function sdlErrorsOf({ name, document }: SubgraphSource): SdlErrors {
  const own = new Set(document.definitions.flatMap(directiveName));
  const added = federationDirectives(name, document).filter(
    (node) => !directiveName(node).some((each) => own.has(each)),
  );
  const definitions = [...document.definitions, ...added];
  const left = [...validateSDL({ kind: Kind.DOCUMENT, definitions })];
  return (message) => {
    // Composition completes some of the messages.
    const at = left.findIndex((error) => message.startsWith(`[${name}] ${error.message}`));
    // Of one that is there twice, the second is too many.
    return at === -1 ? [] : (left.splice(at, 1)[0]?.nodes ?? []).toReversed();
  };
}

/** What the subgraph's links bring; nothing when it is the links that are wrong. */
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
