import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@holdfast/kit-base/log';
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
  /** The origins of pages that may connect from a browser, or `*`. The gateway's own page always may. */
  readonly origins: readonly string[];
  /** The largest message in bytes. */
  readonly messageLimit: number;
  readonly connections: Connections;
  /** The most operations that may run on one connection at once. */
  readonly operationsPerConnection: number;
  readonly log: Log;
}

/** The milliseconds that a client has to answer the close of its connection. */
const FAREWELL = 1_000;
const STATUS = { TOO_MANY: '503 Service Unavailable', TOO_MANY_OF_ADDRESS: '429 Too Many Requests' } as const;
/** RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
/** The milliseconds between two checks for connections without unanswered operations. */
const CHECK_INTERVAL = 25;
/** graphql-ws requires a schema even when it does not execute operations itself, and then ignores it. */
const NO_SCHEMA = new GraphQLSchema({});

interface SocketSession extends Carried {
  readonly listener: Omit<Listener, 'disconnected'>;
  readonly gone: AbortController;
  /** Running operations, including those that the client gave up. */
  running: number;
  /** The subscriptions among them. */
  subscriptions: number;
}

export interface WebSockets {
  /**
   * Closes each connection with code 1001, which tells a client to reconnect and to restart its
   * subscriptions: at once, or when its queries and mutations have been answered.
   * @param limit the milliseconds to wait for those.
   */
  close(limit: number): Promise<void>;
}

/**
 * Serves GraphQL over WebSocket on `/graphql`, for all kinds of operations, in either sub-protocol. The
 * client's token is in the payload of its first message, because a browser cannot send headers.
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
  const sessions = new WeakMap<WebSocket, SocketSession>();
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
      sessions.set(socket, extra as SocketSession);
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
      // Node has detached the socket: an unhandled `error` would end the process, and a half-open socket
      // would never close.
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
    await answerAll(sockets.clients, sessions, limit);
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

/** Closes connections without unanswered operations, until none is left. */
async function answerAll(
  clients: ReadonlySet<WebSocket>,
  sessions: WeakMap<WebSocket, SocketSession>,
  limit: number,
): Promise<void> {
  let idle = new Set<WebSocket>();
  for (let waited = 0; clients.size > 0 && waited < limit; waited += CHECK_INTERVAL) {
    const still = new Set<WebSocket>();
    for (const client of clients) {
      const { running = 0, subscriptions = 0 } = sessions.get(client) ?? {};
      if (running > subscriptions) continue;
      // An answer is sent a moment after its operation ends; a client that lost it would send the operation
      // again.
      if (idle.has(client)) client.close(GOING_AWAY, 'Going away');
      else still.add(client);
    }
    if (still.size === 0 && ![...clients].some((client) => client.readyState === client.OPEN)) return;
    idle = new Set([...idle, ...still]);
    await delay(CHECK_INTERVAL);
  }
}

/**
 * Returns arguments that graphql-ws passes through `subscribe` and `execute`, so that the answers are sent
 * unchanged.
 */
function toBeAnswered(
  document: DocumentNode,
  operationName: string | null | undefined,
  answers: Live | Promise<FormattedExecutionResult>,
) {
  return { schema: NO_SCHEMA, document, operationName, contextValue: answers };
}

/** Reads the token; names in the first message's payload may have any case. */
function authorizationOf(parameters: Readonly<Record<string, unknown>>): string | undefined {
  const [, value] = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  if (value === undefined || typeof value === 'string') return value;
  // Not a token: refused like a wrong one.
  return '';
}

/** @returns the HTTP status when this request gets no WebSocket. */
function refusalOf({ url, headers }: IncomingMessage, origins: readonly string[]): string | undefined {
  if (url?.split('?', 1)[0] !== '/graphql') return '404 Not Found';
  const { origin, host } = headers;
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return undefined;
  return URL.canParse(origin) && new URL(origin).host === host ? undefined : '403 Forbidden';
}
