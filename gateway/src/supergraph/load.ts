import { readFile } from 'node:fs/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import { type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql';

export interface SubgraphAddress {
  /** As the supergraph names it: `users`. */
  readonly name: string;
  /** Its GraphQL endpoint. */
  readonly url: string;
  /** Milliseconds that one fetch from it may take, where it has a time of its own. */
  readonly timeout?: number;
}

/** A supergraph as composition made it (`npm run schema -- compose`). */
export interface Supergraph {
  readonly sdl: string;
  /** Where each subgraph answers, unless told otherwise. */
  readonly subgraphs: readonly SubgraphAddress[];
}

/** @throws OperatorError when the file cannot be read or holds no supergraph. */
export async function loadSupergraph(file: string): Promise<Supergraph> {
  const sdl = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new OperatorError(
      `cannot read the supergraph ${file} (${cause.code}); run npm run schema -- compose, or correct SUPERGRAPH.`,
      { cause },
    );
  });
  return readSupergraph(sdl, file);
}

/**
 * @param origin what to call it in an error: its file.
 * @throws OperatorError when the text is no supergraph.
 */
export function readSupergraph(sdl: string, origin: string): Supergraph {
  const subgraphs = subgraphsOf(parseSdl(sdl, origin));
  if (subgraphs.length === 0) {
    throw new OperatorError(
      `${origin} is no supergraph, as it names no subgraphs; is it one subgraph's schema, or the API schema?`,
    );
  }
  return { sdl, subgraphs };
}

/** How graphql-js begins the excerpt of a source. It is cut, since its lines are of a text that the operator has not. */
const EXCERPT = /^GraphQL request:\d+:\d+\n/;

/** What an operator reads when a file that names subgraphs cannot be used for all that: the whole reason, in one line. */
export function supergraphUnusable(cause: unknown): OperatorError {
  const parts = (cause instanceof Error ? cause.message : String(cause)).split(/\n{2,}/);
  const reason = parts.filter((part) => !EXCERPT.test(part)).join(' ');
  return new OperatorError(`the supergraph cannot be used: ${reason.replaceAll(/\s+/g, ' ').trim()}`, {
    cause,
  });
}

function parseSdl(sdl: string, origin: string): DocumentNode {
  try {
    return parse(sdl, { noLocation: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`${origin} is no GraphQL schema: ${reason}`, { cause });
  }
}

/** The values of `enum join__Graph` (join specification v0.5, section "Graph"). */
function subgraphsOf(document: DocumentNode): SubgraphAddress[] {
  const directives = document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph'
        ? (definition.values ?? [])
        : [],
    )
    .flatMap((value) => value.directives ?? []);
  return directives
    .filter((directive) => directive.name.value === 'join__graph')
    .map(({ arguments: given = [] }) => {
      const argument = (name: string) => {
        const node = given.find((candidate) => candidate.name.value === name);
        return node ? String(valueFromASTUntyped(node.value)) : '';
      };
      return { name: argument('name'), url: argument('url') };
    });
}
