import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, parse, Source } from 'graphql';
import type { Config } from '../config.ts';
import { loadOperations } from '../operations/load.ts';
import type { Operation } from '../operations/operation.ts';
import { shownPath } from '../paths.ts';
import type { Problem } from '../problem.ts';
import { syntaxProblem } from '../sources.ts';
import { UsageError } from '../usageError.ts';

/** An operation with the fragments that it may use. */
export interface FoundOperation {
  readonly node: OperationDefinitionNode;
  readonly document: DocumentNode;
}

interface Wanted {
  /** A file, `-` for standard input, or the name of an operation that the configuration knows. */
  readonly operation: string;
  /** The name of the operation in a file with several. */
  readonly name: string | undefined;
  readonly stdin: (() => Promise<string>) | undefined;
}

/**
 * Finds the operation to explain. A file that the configuration names can use the fragments of its client's
 * other files.
 * @returns GRAPHQL_SYNTAX when it does not parse.
 * @throws UsageError when there is no such operation, or several.
 */
export async function findOperation(
  { operation, name, stdin }: Wanted,
  config: Config,
  cwd: string,
): Promise<FoundOperation | { readonly problem: Problem }> {
  if (operation === '-') {
    if (!stdin) throw new UsageError('explain: there is no standard input to read');
    return parsed(await stdin(), 'standard input', name);
  }
  const { operations } = await loadOperations(config.operations, config.folder, cwd);
  const file = resolve(cwd, operation);
  const known = operations.filter(({ node }) => resolve(cwd, node.loc?.source.name ?? '') === file);
  if (known.length > 0) return chosen(known, name, shownPath(file, cwd));
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parsed(text, shownPath(file, cwd), name);
  const named = operations.filter((each) => each.name === operation);
  if (named.length === 0)
    throw new UsageError(
      `explain: ${operation} is neither a readable file nor the name of an operation that the configuration knows`,
    );
  return chosen(named, undefined, operation);
}

function parsed(
  text: string,
  shown: string,
  name: string | undefined,
): FoundOperation | { readonly problem: Problem } {
  try {
    const { definitions } = parse(new Source(text, shown));
    const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
    const operations = definitions
      .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
      .map((node) => ({
        name: node.name?.value ?? '(anonymous)',
        node,
        document: { kind: Kind.DOCUMENT, definitions: [node, ...fragments] } as const,
      }));
    return chosen(operations, name, shown);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { problem: syntaxProblem(error, shown) };
  }
}

function chosen(
  operations: readonly Pick<Operation, 'name' | 'node' | 'document'>[],
  name: string | undefined,
  where: string,
): FoundOperation {
  const wanted = operations.filter((each) => name === undefined || each.name === name);
  const [one, another] = wanted;
  const known = operations.map((each) => each.name).join(', ');
  if (!one) {
    const named = name === undefined ? '' : ` ${name}`;
    throw new UsageError(`explain: ${where} has no operation${named}${known ? ` (it has ${known})` : ''}`);
  }
  if (another)
    throw new UsageError(`explain: ${where} has several operations (${known}): choose one with --name`);
  return one;
}
