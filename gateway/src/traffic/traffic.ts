/** Counts the operations that clients send, by operation and by the client's name and version. */
import { createHash } from 'node:crypto';
import type { Log } from '@holdfast/kit-base/log';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { ClientInfo } from '../operation/context.ts';
import { BOUNDS, type Bounds, MAX_DOCUMENT, MAX_SOURCE, OTHER_CLIENTS, OTHER_OPERATIONS } from './bounds.ts';
import { clientText } from './clientText.ts';
import type { OperationIdentity } from './format.ts';
import { normalForm } from './signature/normalForm.ts';

/** How often clients have sent an operation since the last `take`. */
export interface CountedOperation extends OperationIdentity {
  readonly clients: readonly {
    readonly name: string | null;
    readonly version: string | null;
    readonly count: number;
  }[];
}

export interface Traffic {
  /**
   * Returns the identity that an operation is counted by. It is computed once for each node, and cached with
   * it.
   * @param operation valid in the schema, and part of the document.
   */
  identify(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
  ): OperationIdentity;
  /** Counts an operation that a client sent and that passed all checks. */
  count(operation: OperationIdentity, client: ClientInfo): void;
  /** Returns the counts since the last call. */
  take(): CountedOperation[];
}

/** For a gateway that does not count. */
export const NO_TRAFFIC: Traffic = {
  identify: () => OTHER_OPERATIONS,
  count() {},
  take: () => [],
};

interface Cell {
  readonly name: string | null;
  readonly version: string | null;
  count: number;
}

interface Kept {
  readonly identity: OperationIdentity;
  /** Keyed by name, then by version, as clients send them. */
  readonly clients: Map<string, Map<string, Cell>>;
  size: number;
}

/**
 * @param bounds of what is counted separately at a time. Operations and clients that came first keep their
 *   place while they are in use.
 */
export function createTraffic({ bounds = BOUNDS, log }: { bounds?: Bounds; log: Log }): Traffic {
  const identities = new WeakMap<OperationDefinitionNode, OperationIdentity>();
  let operations = new Map<string, Kept>();
  let characters = 0;
  let cells = 0;

  function identified(...given: Parameters<typeof identify>): OperationIdentity {
    try {
      return identify(...given);
    } catch (error) {
      // This is our defect, and must not fail a client's operation.
      log.error({ err: error }, 'an operation has no normal form, and is counted with others');
      return OTHER_OPERATIONS;
    }
  }

  function keep(identity: OperationIdentity): Kept {
    const isOther = identity === OTHER_OPERATIONS;
    const isFull =
      operations.size >= bounds.operations || characters + identity.document.length > bounds.documents;
    if (isFull && !isOther) return operations.get(OTHER_OPERATIONS.signature) ?? keep(OTHER_OPERATIONS);
    const kept: Kept = { identity, clients: new Map(), size: 0 };
    operations.set(identity.signature, kept);
    characters += identity.document.length;
    return kept;
  }

  function cellOf(kept: Kept, told: Pick<Cell, 'name' | 'version'>): Cell {
    const known = kept.clients.get(told.name ?? '')?.get(told.version ?? '');
    if (known) return known;
    const isFull = kept.size >= bounds.clients || cells >= bounds.allClients;
    if (isFull && told !== OTHER_CLIENTS) return cellOf(kept, OTHER_CLIENTS);
    const versions = kept.clients.get(told.name ?? '') ?? new Map<string, Cell>();
    const cell = { ...told, count: 0 };
    versions.set(told.version ?? '', cell);
    kept.clients.set(told.name ?? '', versions);
    kept.size++;
    cells++;
    return cell;
  }

  return {
    identify(document, operation, schema) {
      let identity = identities.get(operation);
      if (!identity) {
        identity = identified(document, operation, schema);
        identities.set(operation, identity);
      }
      return identity;
    },
    count(operation, client) {
      const kept = operations.get(operation.signature) ?? keep(operation);
      const { name, version } = client;
      const known = kept.clients.get(name ?? '')?.get(version ?? '');
      const cell = known ?? cellOf(kept, { name: clientText(name), version: clientText(version) });
      cell.count++;
    },
    take() {
      const counted: CountedOperation[] = [];
      const before = operations.values();
      operations = new Map();
      characters = 0;
      cells = 0;
      for (const { identity, clients } of before) {
        const sent = [...clients.values()].flatMap((versions) =>
          [...versions.values()].filter(({ count }) => count > 0),
        );
        if (sent.length === 0) continue;
        counted.push({ ...identity, clients: sent });
        const kept = keep(identity);
        for (const { name, version } of sent) cellOf(kept, { name, version });
      }
      return counted;
    },
  };
}

function identify(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): OperationIdentity {
  const { length } = operation.loc?.source.body ?? '';
  if (length > MAX_SOURCE) return OTHER_OPERATIONS;
  const text = normalForm(document, operation, schema);
  if (text.length > MAX_DOCUMENT) return OTHER_OPERATIONS;
  const signature = createHash('sha256').update(text).digest('hex');
  return { signature, name: operation.name?.value ?? null, document: text };
}
