import { type DocumentNode, parse } from 'graphql';
import { createClient as createEventsClient } from 'graphql-sse';
import type { InspectionStore } from './inspection.ts';
import {
  findPlacedOrderId,
  findSession,
  firstErrorMessage,
  tokenExpiry,
  tokenWasRefused,
} from './responses.ts';
import type { SessionStore } from './session.ts';

type Headers = Readonly<Record<string, string>>;

interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: unknown;
}

export interface ClientOptions {
  /** The path to POST to, on this page's own origin. */
  readonly endpoint: string;
  readonly session: SessionStore;
  readonly inspection: Pick<InspectionStore, 'headers' | 'take'>;
  /** Called for every order that a response reports as placed and not rejected. */
  readonly onOrderPlaced: (id: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

const SIGN_IN = `mutation SignIn($email: String!, $password: String!) {
  login(email: $email, password: $password) { user { id name } accessToken }
}`;

export type Client = ReturnType<typeof createClient>;

/**
 * Creates the page's client of the gateway. It sends the tab's access token, and picks up new ones from
 * responses.
 */
export function createClient({ endpoint, session, inspection, onOrderPlaced, now, fetch }: ClientOptions) {
  async function post(request: GraphQLRequest, headers: Headers): Promise<object> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...headers,
      },
      body: JSON.stringify(request),
    });
    const text = await response.text();
    const body = parseObject(text) ?? {
      httpStatus: `${response.status} ${response.statusText}`.trim(),
      body: text,
    };

    const found = findSession(body);
    if (found !== undefined) session.signIn(found.name, found.accessToken);
    const orderId = findPlacedOrderId(body);
    if (orderId !== undefined) onOrderPlaced(orderId);
    return body;
  }

  /**
   * Listens by server-sent events. They need only `fetch`, so the page's policy can forbid every other
   * connection.
   */
  function listen({ query, operationName, variables }: GraphQLRequest, headers: Headers) {
    const events = createEventsClient({
      url: new URL(endpoint, location.href).href,
      headers: { ...headers },
      retryAttempts: 5,
    });
    return events.iterate({
      query,
      ...(operationName != null && { operationName }),
      variables: (variables ?? {}) as Record<string, unknown>,
    });
  }

  /** Returns the tab's token while it is valid. An expired token signs the tab out. */
  function currentToken(): string | undefined {
    const state = session.get();
    if (state.status === 'anonymous') return undefined;
    const expiry = tokenExpiry(state.accessToken);
    if (expiry === undefined || expiry > now()) return state.accessToken;
    session.signOut(`${state.name}’s access token has expired: sign in again.`);
    return undefined;
  }

  return {
    /**
     * GraphiQL's fetcher. It yields the answers of a subscription one by one. An authorization header from
     * the Headers editor takes precedence over the tab's token.
     */
    async run(request: GraphQLRequest, options?: { headers?: Record<string, unknown> }): Promise<object> {
      const headers = Object.fromEntries(
        Object.entries(options?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
      );
      if (isSubscription(request)) {
        const token = headers['authorization'] === undefined ? currentToken() : undefined;
        return listen(
          request,
          token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` },
        );
      }
      // The schema is public. Without a token it loads whatever the state of the session.
      if (request.operationName === 'IntrospectionQuery') return post(request, headers);
      const sent = { ...inspection.headers(), ...headers };
      if (headers['authorization'] !== undefined) return inspection.take(await post(request, sent));
      const token = currentToken();
      if (token === undefined) return inspection.take(await post(request, sent));

      const body = await post(request, { ...sent, authorization: `Bearer ${token}` });
      const state = session.get();
      if (tokenWasRefused(body) && state.status === 'signedIn' && state.accessToken === token) {
        session.signOut(`The gateway no longer accepts ${state.name}’s access token: sign in again.`);
      }
      return inspection.take(body);
    },

    /** Signs this tab in. A refusal signs it out, with the reason as the notice. */
    async signIn(email: string, password: string): Promise<void> {
      try {
        const body = await post(
          { query: SIGN_IN, operationName: 'SignIn', variables: { email, password } },
          {},
        );
        if (findSession(body) === undefined) {
          session.signOut(`Signing in failed: ${firstErrorMessage(body) ?? JSON.stringify(body)}`);
        }
      } catch (error) {
        session.signOut(`Signing in failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

/**
 * Parses the query itself, because GraphiQL's own result lags when an example runs as soon as it is opened.
 */
function isSubscription({ query, operationName }: GraphQLRequest): boolean {
  return definitionsOf(query).some(
    (definition) =>
      definition.kind === 'OperationDefinition' &&
      definition.operation === 'subscription' &&
      (operationName == null || definition.name?.value === operationName),
  );
}

/** Returns no definitions for a document that is not GraphQL: the gateway reports what is wrong with it. */
function definitionsOf(query: string): DocumentNode['definitions'] {
  try {
    return parse(query).definitions;
  } catch {
    return [];
  }
}

/** @returns undefined for text that is not a JSON object, such as a proxy's error page. */
function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
