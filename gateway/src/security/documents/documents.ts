/** Finds the document of a request: its own, or one that it names by a hash; or refuses it. */

import { createHash } from 'node:crypto';
import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import { GraphQLError } from 'graphql';
import type { Manifest } from './manifest.ts';

/**
 * `persisted`: only documents of the manifest. `any`: all documents, and clients may register theirs by hash.
 */
export type DocumentsMode = 'any' | 'persisted';

/** The parts of a request that name its document, as received. */
export interface DocumentRequest {
  readonly query?: unknown;
  readonly extensions?: unknown;
}

export interface Documents {
  /**
   * @returns the document's text; undefined when the request names none; or an error:
   *   PERSISTED_QUERY_NOT_FOUND when the client should send the text once, OPERATION_NOT_PERMITTED when it
   *   may not, BAD_REQUEST for a wrong hash. The first two are Apollo's protocol of automatic persisted
   *   queries.
   */
  resolve(request: DocumentRequest): string | undefined | GraphQLError;
  /** Returns the document with this hash. */
  find(hash: string): string | undefined;
  /** Stores a valid document that a client sent with its hash. Does nothing when only the manifest counts. */
  register(hash: string, text: string): void;
  /** Uses another manifest from now on. */
  replaceManifest(manifest: Manifest | null): void;
}

/** The most documents registered by clients, and their total characters. */
const KEPT = { entries: 10_000, size: 8_000_000 };

export function createDocuments(mode: DocumentsMode, first: Manifest | null): Documents {
  const registered = new BoundedMap<string, string>({ ...KEPT, sizeOf: (text) => text.length });
  let manifest = first;

  const find = (hash: string) =>
    manifest?.byId.get(hash) ?? (mode === 'any' ? registered.get(hash) : undefined);
  const isAllowed = (text: string) => mode === 'any' || (manifest?.texts.has(text) ?? false);
  const byHash = (hash: string) => find(hash) ?? (mode === 'any' ? notFound() : notPermitted());

  return {
    resolve({ query, extensions }) {
      const text = typeof query === 'string' && query !== '' ? query : undefined;
      const named = persistedQueryIn(extensions);
      if (!named) return text === undefined || isAllowed(text) ? text : notPermitted();
      const { version, sha256Hash } = named;
      if (version !== 1) return badRequest('Unsupported persisted query version');
      if (typeof sha256Hash !== 'string') return badRequest('sha256Hash must be a string');
      if (text === undefined) return byHash(sha256Hash);
      if (!isAllowed(text)) return notPermitted();
      return sha256(text) === sha256Hash ? text : badRequest('provided sha does not match query');
    },
    find,
    register(hash, text) {
      if (mode === 'any' && sha256(text) === hash) registered.set(hash, text);
    },
    replaceManifest(next) {
      manifest = next;
    },
  };
}

function persistedQueryIn(extensions: unknown): { version?: unknown; sha256Hash?: unknown } | undefined {
  if (typeof extensions !== 'object' || extensions === null || !('persistedQuery' in extensions))
    return undefined;
  const { persistedQuery } = extensions;
  if (!persistedQuery) return undefined;
  return typeof persistedQuery === 'object' ? persistedQuery : {};
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const refusal = (message: string, code: string) => new GraphQLError(message, { extensions: { code } });

/** Apollo Client looks for this message. */
const notFound = () => refusal('PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');

const notPermitted = () =>
  refusal('Only the operations of this gateway’s list are permitted.', 'OPERATION_NOT_PERMITTED');

const badRequest = (message: string) => refusal(message, 'BAD_REQUEST');
