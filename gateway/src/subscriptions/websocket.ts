import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@holdfast/kit/log';
import type { FastifyInstance } from 'fastify';
import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLSchema,
} from 'graphql';
import { CloseCode, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { refusal } from '../operation/readOperation.ts';
import type { Authenticate } from '../security/accessToken.ts';
import { type Carried, carry } from './carry.ts';
import type { Connections } from './connections.ts';
import type { Live } from './live.ts';
import { chooseProtocol } from './protocols.ts';
import { recognizedHeadersOf } from './recognizedHeaders.ts';
import type { Listener } from './requestParams.ts';
import type { Subscriber } from './subscriber.ts';

export interface WebSocketOptions {
  readonly subscriber: Subscriber;
  readonly authenticate: Authenticate;
  /** Pages that may connect from a browser: origins, or `*`; the gateway's own always may. */
  readonly origins: readonly string[];
  /** The largest message in bytes. */
  readonly messageLimit: number;
  readonly connections: Connections;
  /** Operations that may run on one connection at once. */
  readonly operationsPerConnection: number;
  readonly log: Log;
}

/** Milliseconds that a client has to answer the end of its connection. */
const FAREWELL = 1_000;
const STATUS = { TOO_MANY: '503 Service Unavailable', TOO_MANY_OF_ADDRESS: '429 Too Many Requests' } as const;
/** RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
/** Milliseconds between two looks which connections have nothing to answer any more. */
const LOOK = 25;
/** graphql-ws wants one where it does not execute by itself, and then does not look at it. */
const NO_SCHEMA = new GraphQLSchema({});

interface SocketSession extends Carried {
  readonly listener: Omit<Listener, 'disconnected'>;
  readonly gone: AbortController;
  /** Operations that run, those too that the client gave up. */
  running: number;
  /** Those of them that are subscriptions. */
  subscriptions: number;
}

export interface WebSockets {
  /**
   * Ends each connection with code 1001, by which a client knows to come again and to begin its subscriptions anew: at
   * once, or when its queries and mutations have been answered.
   * @param limit milliseconds that those are waited for.
   */
  close(limit: number): Promise<void>;
}

/**
 * GraphQL over WebSocket on `/graphql`, for every kind of operation, in either of its sub-protocols. The client's token
 * comes in the payload of its first message, since a browser can send no header.
 */
export function addWebSocket(app: FastifyInstance, options: WebSocketOptions): WebSockets {
  const { subscriber, authenticate, origins, messageLimit, connections, operationsPerConnection, log } =
    options;
  const tooMany = refusal(
    `At most ${operationsPerConnection} operations may run on one connection.`,
    'OPERATION_TOO_COMPLEX',
  );
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: chooseProtocol,
    maxPayload: messageLimit,
    perMessageDeflate: false,
  });
  const states = new WeakMap<WebSocket, SocketSession>();
  const server = makeServer<Record<string, unknown>, Carried>({
    async onConnect({ connectionParams = {}, extra }) {
      const { socket, request } = extra;
      const authorization = authorizationOf(connectionParams) ?? request.headers.authorization;
      try {
        await authenticate(authorization);
      } catch (error) {
        log.debug({ err: error }, 'a WebSocket was refused');
        extra.close(CloseCode.Unauthorized, 'Unauthorized');
        return false;
      }
      const gone = new AbortController();
      socket.once('close', () => gone.abort());
      const clientAddress = request.socket.remoteAddress ?? '';
      const headers = recognizedHeadersOf(request.headers, connectionParams);
      states.set(socket, extra as SocketSession);
      Object.assign(extra, {
        listener: { authorization, clientAddress, headers },
        gone,
        running: 0,
        subscriptions: 0,
      });
      return true;
    },
    async onSubscribe({ extra }, _id, { query, operationName, variables, extensions }) {
      const session = extra as SocketSession;
      if (session.running >= operationsPerConnection) return [tooMany];
      session.running++;
      const done = () => void session.running--;
      const listener = { ...session.listener, disconnected: session.gone.signal };
      const outcome = await subscriber
        .handle({ query, operationName, variables, extensions }, listener)
        .catch((error: unknown) => {
          done();
          throw error;
        });
      switch (outcome.kind) {
        case 'refused':
          done();
          return outcome.errors;
        case 'subscription':
          session.subscriptions++;
          void outcome.answers.ended.then(() => {
            session.subscriptions--;
            done();
          });
          return toBeAnswered(outcome.document, operationName, outcome.answers);
        default:
          return toBeAnswered(outcome.document, operationName, outcome.result().finally(done));
      }
    },
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<ExecutionResult>,
    execute: ({ contextValue }) => contextValue as Promise<ExecutionResult>,
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
  });
  sockets.on('connection', (socket, request) => carry(server, { socket, request, log }));
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusalOf(request, origins);
    const place = refused === undefined ? connections.take(request.socket.remoteAddress ?? '') : undefined;
    const status = typeof place === 'string' ? STATUS[place] : refused;
    if (status !== undefined || typeof place !== 'function') {
      // Node has let go of it: an `error` that nobody hears ends the process, and a half that stays open stays for ever.
      socket.on('error', () => {});
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      );
      return;
    }
    socket.once('close', place);
    if (socket.destroyed) place();
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) =>
      sockets.emit('connection', client, request),
    );
  });
  const close = async (limit: number) => {
    await answerAll(sockets.clients, states, limit);
    const farewell = setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
    }, FAREWELL);
    const closed = new Promise((resolve) => sockets.close(resolve));
    for (const client of sockets.clients) client.close(GOING_AWAY, 'Going away');
    await closed;
    clearTimeout(farewell);
  };
  return { close };
}

/** Ends connections that have nothing to answer, until there is none left. */
async function answerAll(
  clients: ReadonlySet<WebSocket>,
  states: WeakMap<WebSocket, SocketSession>,
  limit: number,
): Promise<void> {
  let idle = new Set<WebSocket>();
  for (let waited = 0; clients.size > 0 && waited < limit; waited += LOOK) {
    const still = new Set<WebSocket>();
    for (const client of clients) {
      const { running = 0, subscriptions = 0 } = states.get(client) ?? {};
      if (running > subscriptions) continue;
      // An answer is sent a moment after nothing runs any more; a client that lost it would ask again.
      if (idle.has(client)) client.close(GOING_AWAY, 'Going away');
      else still.add(client);
    }
    if (still.size === 0 && ![...clients].some((client) => client.readyState === client.OPEN)) return;
    idle = new Set([...idle, ...still]);
    await delay(LOOK);
  }
}

/** What graphql-ws passes through `subscribe` and `execute`, to be told as it is. */
function toBeAnswered(
  document: DocumentNode,
  operationName: string | null | undefined,
  answers: Live | Promise<FormattedExecutionResult>,
) {
  return { schema: NO_SCHEMA, document, operationName, contextValue: answers };
}

/** Names in the first message's payload are written in any case. */
function authorizationOf(parameters: Readonly<Record<string, unknown>>): string | undefined {
  const [, value] = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  if (value === undefined || typeof value === 'string') return value;
  // No token: refused as one that is wrong.
  return '';
}

/** @returns the HTTP status line's end, when there is no WebSocket for this request. */
function refusalOf({ url, headers }: IncomingMessage, origins: readonly string[]): string | undefined {
  if (url?.split('?', 1)[0] !== '/graphql') return '404 Not Found';
  const { origin, host } = headers;
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return undefined;
  return URL.canParse(origin) && new URL(origin).host === host ? undefined : '403 Forbidden';
}
