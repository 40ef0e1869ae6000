import type { Caller } from '@holdfast/kit-base/identity';
import type { HttpServer } from '@holdfast/kit-http/httpServer';
import type { TestIdentities } from './identities.ts';

export interface GraphQLAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it expects
  readonly data?: any;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    // biome-ignore lint/suspicious/noExplicitAny: each test knows what it expects
    extensions?: Record<string, any>;
  }[];
}

export interface TestClient extends AsyncDisposable {
  readonly url: string;
  /** Returns a function that sends an operation over HTTP as this caller. */
  as(caller: Caller): (query: string, variables?: Record<string, unknown>) => Promise<GraphQLAnswer>;
}

/**
 * Starts a subgraph's server on a free port and returns a client that calls it as the gateway would; disposal
 * closes it.
 */
export async function testClient(server: HttpServer, identities: TestIdentities): Promise<TestClient> {
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    as: (caller) => async (query, variables) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await identities.headers(caller)) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as GraphQLAnswer;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
