import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  Source,
  visit,
} from 'graphql';
import type { OperationsConfig } from '../config.ts';
import { shownPath } from '../paths.ts';
import { compareText, type Problem } from '../problem.ts';
import { placeOf, syntaxProblem } from '../sources.ts';
import { extractGraphql } from './extract.ts';
import type { Operation } from './operation.ts';

export interface LoadedOperations {
  readonly operations: readonly Operation[];
  /** Problems with the codes GRAPHQL_SYNTAX and AMBIGUOUS_FRAGMENT. */
  readonly problems: readonly Problem[];
}

/** Reads the committed operations, each with the fragments that it uses from any file of its client. */
export async function loadOperations(
  entries: readonly OperationsConfig[],
  folder: string,
  cwd: string,
): Promise<LoadedOperations> {
  const loaded = await Promise.all(entries.map((entry) => loadEntry(entry, folder, cwd)));
  return {
    operations: loaded.flatMap(({ operations }) => operations),
    problems: loaded.flatMap(({ problems }) => problems),
  };
}

async function loadEntry(
  { client, files }: OperationsConfig,
  folder: string,
  cwd: string,
): Promise<LoadedOperations> {
  const problems: Problem[] = [];
  const definitions: DefinitionNode[] = [];
  for (const file of await matching(files, folder)) {
    const shown = shownPath(file, cwd);
    const text = await readFile(file, 'utf8');
    const graphql = isGraphqlFile(file) ? text : extractGraphql(text);
    if (graphql === undefined || isOnlyComments(graphql)) continue;
    try {
      definitions.push(...parse(new Source(graphql, shown)).definitions);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      problems.push(syntaxProblem(error, shown));
    }
  }
  const fragments = fragmentsOf(definitions, problems);
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return {
    operations: operations.map((node) => operationOf(node, fragments, client ?? folderOf(node, cwd))),
    problems,
  };
}

/** Returns the name of the folder of a node's file. */
function folderOf({ loc }: OperationDefinitionNode, cwd: string): string {
  return basename(dirname(resolve(cwd, loc?.source.name ?? '')));
}

/**
 * Returns the matching files by name. A pattern that begins with `!` excludes files; `node_modules` is
 * excluded.
 */
async function matching(patterns: readonly string[], folder: string): Promise<string[]> {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const exclude = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const found = new Set<string>();
  for (const pattern of wanted) {
    for await (const path of glob(pattern, { cwd: folder, exclude: ['**/node_modules/**', ...exclude] }))
      found.add(resolve(folder, path));
  }
  return [...found].sort(compareText);
}

/** Returns true when the whole file is GraphQL, and not a program that contains some. */
export function isGraphqlFile(file: string): boolean {
  return /\.(?:graphql|gql|graphqls)$/.test(file);
}

function isOnlyComments(graphql: string): boolean {
  return graphql.replaceAll(/#.*/g, '').trim() === '';
}

function fragmentsOf(definitions: readonly DefinitionNode[], problems: Problem[]) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const name = definition.name.value;
    const other = fragments.get(name);
    if (!other) fragments.set(name, definition);
    else if (print(other) !== print(definition)) problems.push(ambiguous(name, definition, other));
  }
  return fragments;
}

function ambiguous(name: string, node: FragmentDefinitionNode, other: FragmentDefinitionNode): Problem {
  const first = placeOf(other);
  return {
    severity: 'error',
    code: 'AMBIGUOUS_FRAGMENT',
    message: `Another fragment named ${name} of the same client selects something else.`,
    ...placeOf(node),
    ...(first ? { also: [first] } : {}),
  };
}

function operationOf(
  node: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  client: string,
): Operation {
  const used = new Set<FragmentDefinitionNode>();
  const collect = (from: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(from, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        collect(fragment);
      },
    });
  };
  collect(node);
  return {
    name: node.name?.value ?? '(anonymous)',
    node,
    document: { kind: Kind.DOCUMENT, definitions: [node, ...used] },
    clients: [client],
    signature: undefined,
  };
}
