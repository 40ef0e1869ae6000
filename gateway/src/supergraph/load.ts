import { readFile } from 'node:fs/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import { type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql';

export interface SubgraphAddress {
  /** Its name in the supergraph: `users`. */
  readonly name: string;
  /** Its GraphQL endpoint. */
  readonly url: string;
  /** The milliseconds that one fetch from it may take, when it differs from the default. */
  readonly timeout?: number;
}

/** A composed supergraph (`npm run schema -- compose`). */
export interface Supergraph {
  readonly sdl: string;
  /** The address of each subgraph, which settings may override. */
  readonly subgraphs: readonly SubgraphAddress[];
}

/** @throws OperatorError when the file cannot be read or is not a supergraph. */
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
 * @param origin the name of the source in an error: its file.
 * @throws OperatorError when the text is not a supergraph.
 */
export function readSupergraph(sdl: string, origin: string): Supergraph {
  const subgraphs = subgraphsOf(parseSdl(sdl, origin));
  if (subgraphs.length === 0) {
    throw new OperatorError(
      `${origin} is not a supergraph: it names no subgraphs. Is it a subgraph's schema, or the API schema?`,
    );
  }
  return { sdl, subgraphs };
}

/**
 * Matches the start of a source excerpt of graphql-js. Excerpts are cut: they are of a text that the operator
 * does not have.
 */
const EXCERPT = /^GraphQL request:\d+:\d+\n/;

/** Creates the error for a supergraph that can be parsed but not used: the whole reason, in one line. */
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
    throw new OperatorError(`${origin} is not a GraphQL schema: ${reason}`, { cause });
  }
}

/** Reads the values of `enum join__Graph` (join specification v0.5, section "Graph"). */
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
