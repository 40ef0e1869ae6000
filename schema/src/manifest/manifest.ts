import { createHash } from 'node:crypto';
import { type DocumentNode, OperationTypeNode, parse, print } from 'graphql';
import { isGraphqlFile } from '../operations/load.ts';
import type { Operation } from '../operations/operation.ts';
import { compareText, type Place, type Problem } from '../problem.ts';
import { placeOf } from '../sources.ts';
import { asApolloClientSends, bodyOf } from './clientDocument.ts';

/**
 * The format that `@apollo/generate-persisted-query-manifest` writes and the gateway's PERSISTED_OPERATIONS
 * reads.
 */
export interface Manifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly ManifestOperation[];
}

export interface ManifestOperation {
  /** The SHA-256 hash of `body`, in hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly type: OperationTypeNode;
  readonly body: string;
}

/**
 * Lists each operation in every form in which it is sent, sorted by name.
 *
 * The last form of a name is Apollo Client's own: its link looks up the id by name and takes the last, and
 * without `__typename` its cache could not tell objects apart. The other forms are for clients that send the
 * document as it was written, because a gateway that accepts only listed operations compares texts.
 * @param operations operations without manifestProblems, so that those of one name are equal.
 */
export function manifestOf(operations: readonly Operation[]): Manifest {
  const byName = Map.groupBy(operations, ({ name }) => name);
  const entries = [...byName]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, same]) =>
      bodiesOf(same).map((body) => ({ id: sha256(body), name, type: typeOf(same), body })),
    );
  return { format: 'apollo-persisted-query-manifest', version: 1, operations: entries };
}

/** Returns the text of the committed file, which is always the same for the same operations. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * Reports ANONYMOUS_OPERATION and DUPLICATE_OPERATION, because a client finds its operation in a manifest by
 * name. Equal operations in several files are one.
 */
export function manifestProblems(operations: readonly Operation[]): Problem[] {
  const first = new Map<string, Operation>();
  return operations.flatMap((operation): Problem[] => {
    const { name, node, clients } = operation;
    if (!node.name)
      return [
        problem('ANONYMOUS_OPERATION', `A ${node.operation} of ${clients.join()} has no name.`, operation),
      ];
    const other = first.get(name);
    if (!other) first.set(name, operation);
    if (!other || bodyOf(other.document) === bodyOf(operation.document)) return [];
    const message = `Another operation named ${name} (${other.clients.join()}) selects something else.`;
    return [problem('DUPLICATE_OPERATION', message, operation, placeOf(other.node))];
  });
}

/**
 * Returns the forms of one operation: the text of its file; the document as printed, also with its fragments
 * sorted by name; and as Apollo Client prints it when it sends a text. The last form is that of Apollo
 * Client's manifest.
 */
function bodiesOf(same: readonly Operation[]): string[] {
  const last = new Set(same.map(({ document }) => bodyOf(asApolloClientSends(document))));
  const others = same.flatMap(({ document }) => [
    ...wholeFile(document),
    print(document),
    bodyOf(document),
    print(asApolloClientSends(document)),
  ]);
  const written = [...new Set(others)].filter((body) => !last.has(body)).sort(compareText);
  return [...written, ...last];
}

const typeOf = ([first]: readonly Operation[]) => first?.node.operation ?? OperationTypeNode.QUERY;

/**
 * Returns the text of a GraphQL file that has this document and nothing else, for a client that sends the
 * file.
 */
function wholeFile({ definitions }: DocumentNode): string[] {
  const source = definitions[0]?.loc?.source;
  if (!source || !isGraphqlFile(source.name) || definitions.some(({ loc }) => loc?.source !== source))
    return [];
  const others = parse(source, { noLocation: true }).definitions.length - definitions.length;
  return others === 0 ? [source.body, source.body.trim()] : [];
}

function problem(code: string, message: string, { node }: Operation, also?: Place): Problem {
  return { severity: 'error', code, message, ...placeOf(node), ...(also ? { also: [also] } : {}) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
