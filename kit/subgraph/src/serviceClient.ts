import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { currentDeadline, TIMEOUT_HEADER } from '@holdfast/kit-base/deadline';
import { isSchemaSkew, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { type Caller, IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit-base/identity';
import { scopeHeaders, traced } from '@holdfast/kit-base/trace';
import { MAX_CONNECTION_AGE } from '@holdfast/kit-http/connectionPolicy';
import type { Reply } from '@holdfast/kit-http/transport';
import { createUndiciTransport } from '@holdfast/kit-http/undiciTransport';
import { showPool } from '@holdfast/kit-telemetry/pools';
import { GraphQLError, print } from 'graphql';
import type { Registry } from 'prom-client';
import { z } from 'zod';

/** Connections to one service; more calls than that at once wait for one. */
const CONNECTIONS = 64;

export interface CallOptions {
  /** On whose behalf. */
  readonly user: Caller['user'];
  /** Milliseconds until the caller no longer waits; less when its own caller waits for less. */
  readonly timeout: number;
}

/** A subgraph as its callers see it: a typed operation in, its data out. */
export interface ServiceClient {
  /**
   * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE (a fault: what was asked may or may not have been done), or the
   *   first error of the answer (a refusal, with the subgraph's code).
   */
  call<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options: CallOptions,
  ): Promise<Data>;
  end(): Promise<void>;
}

const answerSchema = z.object({
  // Missing when the operation was not run at all, as for variables that are no values of their types.
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .min(1)
    .optional(),
});

/**
 * @param name the service as the supergraph names it.
 * @param url its GraphQL endpoint.
 * @param metrics where its connections are shown.
 */
export function createServiceClient(
  name: string,
  url: string,
  sign: SignIdentity,
  metrics?: Registry,
): ServiceClient {
  const transport = createUndiciTransport(name, url, {
    maxConnections: CONNECTIONS,
    maxAge: MAX_CONNECTION_AGE,
  });
  if (metrics && transport.figures) showPool(metrics, name, transport.figures);
  return {
    call: (document, variables, { user, timeout }) =>
      traced(`call ${name}`, { kind: 'client', attributes: { 'subgraph.name': name } }, async () => {
        const deadline = currentDeadline();
        const wait = Math.max(1, Math.ceil(Math.min(timeout, deadline?.remaining() ?? timeout)));
        const reply = await transport.send({
          headers: {
            ...scopeHeaders(),
            [IDENTITY_HEADER]: await sign(user),
            [TIMEOUT_HEADER]: String(wait),
          },
          body: JSON.stringify({ query: print(document), variables }),
          timeout: wait,
          signal: deadline?.signal ?? null,
        });
        const { data, errors } = readAnswer(name, reply);
        const [error] = errors ?? [];
        if (error) throw new GraphQLError(error.message, { extensions: error.extensions ?? {} });
        // The document's type was generated from the schema that the service answers by.
        return data as never;
      }),
    end: () => transport.end(),
  };
}

/** A 401 is the service's distrust of this one, by a wrong IDENTITY_TRUST: it must not look to a client as if it were its own. */
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
