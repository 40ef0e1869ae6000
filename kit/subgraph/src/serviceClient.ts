import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { currentDeadline } from '@holdfast/kit-base/deadline';
import { isSchemaSkew, subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { Caller, SignIdentity } from '@holdfast/kit-base/identity';
import { REQUEST_ID_HEADER } from '@holdfast/kit-base/scope';
import { scopeHeaders, traced } from '@holdfast/kit-base/trace';
import { MAX_CONNECTION_AGE } from '@holdfast/kit-http/connectionPolicy';
import type { Reply } from '@holdfast/kit-http/transport';
import { createUndiciTransport } from '@holdfast/kit-http/undiciTransport';
import { showPool } from '@holdfast/kit-telemetry/pools';
import { type DocumentNode, GraphQLError, print } from 'graphql';
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { createCallQueue } from './callQueue.ts';

/** The maximum number of connections to one service; more concurrent calls wait for one. */
const MAX_CONNECTIONS = 64;

export interface CallOptions {
  /** The user on whose behalf the call is made. */
  readonly user: Caller['user'];
  /** Milliseconds until the call fails; less when the deadline of the current request is earlier. */
  readonly timeout: number;
}

/** A subgraph as its callers see it: a typed operation in, its data out. */
export interface ServiceClient {
  /**
   * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE (a fault: the operation may or may not have run), or the
   *   first error of the answer (a refusal, with the subgraph's code).
   */
  call<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options: CallOptions,
  ): Promise<Data>;
  end(): Promise<void>;
}

export interface ServiceClientOptions {
  /** Signs the identity that is sent with each call. */
  readonly sign: SignIdentity;
  /** Shows the connections to each service. */
  readonly metrics?: Registry;
}

const answerSchema = z.object({
  // Missing when the operation did not run at all, for example because variables do not match their types.
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .min(1)
    .optional(),
});

/**
 * Creates a client for each service of a table.
 * @param urls the GraphQL endpoints, by the services' names in the supergraph.
 */
export function createServiceClients<Name extends string>(
  urls: Readonly<Record<Name, string>>,
  options: ServiceClientOptions,
): Record<Name, ServiceClient> {
  const clients = Object.entries<string>(urls).map(
    ([name, url]) => [name, createServiceClient(name, url, options)] as const,
  );
  return Object.fromEntries(clients) as Record<Name, ServiceClient>;
}

/**
 * Creates a client for one service.
 * @param name the service as the supergraph names it.
 * @param url the service's GraphQL endpoint.
 */
export function createServiceClient(
  name: string,
  url: string,
  { sign, metrics }: ServiceClientOptions,
): ServiceClient {
  const policy = { maxConnections: MAX_CONNECTIONS, maxAge: MAX_CONNECTION_AGE };
  const transport = createUndiciTransport(name, url, policy);
  const submit = createCallQueue(name, transport);
  if (metrics && transport.figures) showPool(metrics, name, transport.figures);
  return {
    call: (document, variables, { user, timeout }) =>
      traced(`call ${name}`, { kind: 'client', attributes: { 'subgraph.name': name } }, async () => {
        const deadline = currentDeadline();
        const wait = Math.max(1, Math.ceil(Math.min(timeout, deadline?.remaining() ?? timeout)));
        const { [REQUEST_ID_HEADER]: requestId, traceparent } = scopeHeaders();
        const reply = await submit({
          ...{ query: textOf(document), variables, identity: await sign(user) },
          ...{ timeout: wait, signal: deadline?.signal ?? null, requestId, traceparent },
        });
        const { data, errors } = readAnswer(name, reply);
        const [error] = errors ?? [];
        if (error) throw new GraphQLError(error.message, { extensions: error.extensions ?? {} });
        // The document's type was generated from the schema that the service implements.
        return data as never;
      }),
    end: () => transport.end(),
  };
}

const texts = new WeakMap<DocumentNode, string>();

function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

/**
 * Reads the answer of a service. A 401 means that the service does not trust this one (a wrong
 * IDENTITY_TRUST), so it becomes a fault: the client must not take it for a problem with its own sign-in.
 */
function readAnswer(name: string, { status, text }: Reply): z.infer<typeof answerSchema> {
  if (status >= 500 || status === 401) throw subgraphUnavailable(name, new Error(`HTTP status ${status}`));
  let answer: z.infer<typeof answerSchema>;
  try {
    answer = answerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw subgraphUnavailable(name, cause);
  }
  const code = answer.errors?.[0]?.extensions?.['code'];
  if (isSchemaSkew(code)) throw subgraphUnavailable(name, new Error(String(code)));
  return answer;
}
