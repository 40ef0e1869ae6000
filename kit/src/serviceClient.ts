import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { GraphQLError, print } from 'graphql';
import { Pool } from 'undici';
import { z } from 'zod';
import { subgraphTimeout, subgraphUnavailable } from './errors.ts';
import { type Caller, IDENTITY_HEADER, type SignIdentity } from './identity.ts';

export interface CallOptions {
  /** On whose behalf. */
  readonly user: Caller['user'];
  /** Milliseconds until the caller no longer waits. */
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
  data: z.unknown(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).optional() }))
    .min(1)
    .optional(),
});

/**
 * @param name the service as the supergraph names it.
 * @param url its GraphQL endpoint.
 */
export function createServiceClient(name: string, url: string, sign: SignIdentity): ServiceClient {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });

  async function post(
    body: string,
    { user, timeout }: CallOptions,
  ): Promise<{ status: number; text: string }> {
    const signal = AbortSignal.timeout(Math.max(1, timeout));
    try {
      const response = await pool.request({
        method: 'POST',
        path: pathname,
        headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: await sign(user) },
        body,
        signal,
      });
      return { status: response.statusCode, text: await response.body.text() };
    } catch (cause) {
      throw signal.aborted ? subgraphTimeout(name, cause) : subgraphUnavailable(name, cause);
    }
  }

  return {
    async call(document, variables, options) {
      const answer = await post(JSON.stringify({ query: print(document), variables }), options);
      const { data, errors } = readAnswer(name, answer);
      const [error] = errors ?? [];
      if (error) throw new GraphQLError(error.message, { extensions: error.extensions ?? {} });
      // The document's type was generated from the schema that the service answers by.
      return data as never;
    },
    end: () => pool.close(),
  };
}

function readAnswer(
  name: string,
  { status, text }: { status: number; text: string },
): z.infer<typeof answerSchema> {
  if (status >= 500) throw subgraphUnavailable(name, new Error(`HTTP status ${status}`));
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw subgraphUnavailable(name, cause);
  }
}
