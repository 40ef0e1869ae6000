import { createHash } from 'node:crypto';
import { type DocumentNode, OperationTypeNode, parse, print } from 'graphql';
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
 * Of those of a name the last is Apollo Client's own form: its link looks the id up by name and takes the last, and
 * without `__typename` its cache could not tell objects apart. The forms before it are for clients that send the document as
 * it was written: a gateway that takes only what is listed compares texts.
 * @param operations without manifestProblems: those of one name are the same.
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
 * As their files have them; as printed by a client that parsed them, and the same with fragments by name; as Apollo Client
 * prints them where it is to send a text. Last, as Apollo Client's manifest knows them.
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
