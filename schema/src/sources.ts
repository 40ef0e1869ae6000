import { readFile } from 'node:fs/promises';
import { type ASTNode, type DocumentNode, GraphQLError, getLocation, parse, Source } from 'graphql';
import type { SubgraphConfig } from './config.ts';
import { shownPath } from './paths.ts';
import type { Place, Problem } from './problem.ts';

/**
 * The SDL of a subgraph. Every node of `document` has its place, and `source.name` is the path for display.
 */
export interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  /** The path for display, relative to the working directory. */
  readonly file: string;
  readonly source: Source;
  readonly document: DocumentNode;
}

export interface Sources {
  /** Sorted by name, whatever the order in the configuration. */
  readonly subgraphs: readonly SubgraphSource[];
  /** Problems with the codes SUBGRAPH_NOT_READABLE and GRAPHQL_SYNTAX, and their places. */
  readonly problems: readonly Problem[];
}

/** Reads and parses the SDL of every subgraph; SDL that cannot be read or parsed is a problem. */
export async function readSources(subgraphs: readonly SubgraphConfig[], cwd: string): Promise<Sources> {
  const sorted = subgraphs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const read = await Promise.all(sorted.map((subgraph) => readSource(subgraph, cwd)));
  return {
    subgraphs: read.flatMap((each) => ('document' in each ? [each] : [])),
    problems: read.flatMap((each) => ('document' in each ? [] : [each])),
  };
}

async function readSource(subgraph: SubgraphConfig, cwd: string): Promise<SubgraphSource | Problem> {
  const file = shownPath(subgraph.file, cwd);
  const text = await readFile(subgraph.file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') {
    const message = `The SDL of subgraph ${subgraph.name} cannot be read (${text.code ?? text.message}).`;
    return { severity: 'error', code: 'SUBGRAPH_NOT_READABLE', message, file };
  }
  const source = new Source(text, file);
  try {
    return { name: subgraph.name, url: subgraph.url, file, source, document: parse(source) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return syntaxProblem(error, file);
  }
}

/** Returns a syntax error of graphql-js as a problem with its place. */
export function syntaxProblem(error: GraphQLError, file: string): Problem {
  const at = error.locations?.[0];
  return {
    severity: 'error',
    code: 'GRAPHQL_SYNTAX',
    message: error.message,
    file,
    ...(at ? { line: at.line, column: at.column } : {}),
  };
}

/**
 * Returns the place of a node; undefined when it was not parsed from a file. The place of a definition is
 * that of its name, not the beginning of its description.
 */
export function placeOf(node: ASTNode): Place | undefined {
  const { loc } = 'description' in node && 'name' in node && node.name ? node.name : node;
  if (!loc) return undefined;
  const { line, column } = getLocation(loc.source, loc.start);
  return { file: loc.source.name, line, column };
}
