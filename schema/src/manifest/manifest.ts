import { createHash } from 'node:crypto';
import { type DocumentNode, type OperationTypeNode, parse, print } from 'graphql';
import { isGraphqlFile } from '../operations/load.ts';
import type { Operation } from '../operations/operation.ts';
import { compareText, type Place, type Problem } from '../problem.ts';
import { placeOf } from '../sources.ts';
import { asApolloClientSends, bodyOf } from './clientDocument.ts';

/** As `@apollo/generate-persisted-query-manifest` writes it, and the gateway's PERSISTED_OPERATIONS reads it. */
export interface Manifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly ManifestOperation[];
}

export interface ManifestOperation {
  /** SHA-256 of `body`, in hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly type: OperationTypeNode;
  readonly body: string;
}

/**
 * Each operation in every form in which it is sent, by name.
 *
 * Apollo Client's own form stands last of those of a name: its link looks the id up by name and takes the last, and
 * without `__typename` its cache could not tell objects apart. The forms before it are for clients that send the document as
 * it was written: a gateway that takes only what is listed compares texts.
 */
export function manifestOf(operations: readonly Operation[]): Manifest {
  const entries = operations
    .toSorted((a, b) => compareText(a.name, b.name))
    .flatMap(({ name, node, document }) =>
      formsOf(document).map((body) => ({ id: sha256(body), name, type: node.operation, body })),
    );
  const distinct = [...new Map(entries.map((entry) => [entry.id, entry])).values()];
  return { format: 'apollo-persisted-query-manifest', version: 1, operations: distinct };
}

/** As it is committed: always the same for the same operations. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * ANONYMOUS_OPERATION and DUPLICATE_OPERATION: a client finds its operation in a manifest by name. Two that are the same
 * but for where they stand are one.
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
    const message = `There is another operation ${name} (${other.clients.join()}), and it asks for something else.`;
    return [problem('DUPLICATE_OPERATION', message, operation, placeOf(other.node))];
  });
}

/**
 * As its file has it; as printed by a client that parsed it, and the same with fragments by name; and each as Apollo
 * Client, which sends the last but one where it is to send a text, and hashes the last.
 */
function formsOf(document: DocumentNode): string[] {
  const sent = asApolloClientSends(document);
  return [...wholeFile(document), print(document), bodyOf(document), print(sent), bodyOf(sent)];
}

/** The text of a GraphQL file that holds this document and nothing else, for a client that sends the file. */
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
