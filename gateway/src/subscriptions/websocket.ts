import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Log } from '@holdfast/kit/log';
import type { FastifyInstance } from 'fastify';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { type Extra, useServer as serveOperations } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from '../security/accessToken.ts';
import { refusal } from './readOperation.ts';
import type { Operated, Subscriber } from './subscriber.ts';

export interface WebSocketOptions {
  readonly subscriber: Subscriber;
  readonly authenticate: Authenticate;
  /** Pages that may connect from a browser: origins, or `*`; the gateway's own always may. */
  readonly origins: readonly string[];
  /** The largest message in bytes. */
  readonly messageLimit: number;
  readonly log: Log;
}

/** Operations that may run on one connection at once. */
const MAX_OPERATIONS = 100;
/** Milliseconds between two signs of life; a client that gives none until the next has gone. */
const KEEP_ALIVE = 12_000;

const TOO_MANY = refusal(
  `At most ${MAX_OPERATIONS} operations may run on one connection.`,
  'OPERATION_TOO_COMPLEX',
);
/** graphql-ws wants one where it does not execute by itself, and then does not look at it. */
const NO_SCHEMA = new GraphQLSchema({});

interface Connection extends Extra {
  readonly listener: { readonly authorization: string | undefined; readonly clientAddress: string };
  readonly gone: AbortController;
}

/**
 * GraphQL over WebSocket (protocol `graphql-transport-ws`) on `/graphql`, for every kind of operation. The client's token
 * comes in the payload of its first message, since a browser can send no header.
 */
export function addWebSocket(app: FastifyInstance, options: WebSocketOptions): { close(): Promise<void> } {
  const { subscriber, authenticate, origins, messageLimit, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: messageLimit,
    perMessageDeflate: false,
  });
  const served = serveOperations<Record<string, unknown>, Partial<Connection>>(
    {
      async onConnect({ connectionParams = {}, extra }) {
        const { socket, request } = extra as Connection;
        const authorization = authorizationOf(connectionParams) ?? request.headers.authorization;
        try {
          await authenticate(authorization);
        } catch (error) {
          log.debug({ err: error }, 'a WebSocket was refused');
          socket.close(CloseCode.Unauthorized, 'Unauthorized');
          return false;
        }
        const gone = new AbortController();
        socket.once('close', () => gone.abort());
        const clientAddress = request.socket.remoteAddress ?? '';
        Object.assign(extra, { listener: { authorization, clientAddress }, gone });
        return true;
      },
      async onSubscribe({ extra, subscriptions }, _id, { query, operationName, variables, extensions }) {
        const { listener, gone } = extra as Connection;
        if (Object.keys(subscriptions).length > MAX_OPERATIONS) return [TOO_MANY];
        const operated = await subscriber.operate(
          { query, operationName, variables, extensions },
          { ...listener, disconnected: gone.signal },
        );
        if (operated.kind === 'refused') return operated.errors;
        return { schema: NO_SCHEMA, document: operated.document, operationName, contextValue: operated };
      },
      subscribe: ({ contextValue }) => answersOf(contextValue as Operated),
      execute: ({ contextValue }) => answersOf(contextValue as Operated),
      onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
    },
    sockets,
    KEEP_ALIVE,
  );
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusalOf(request, origins);
    if (refused) {
      socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) =>
      sockets.emit('connection', client, request),
    );
  });
  return { close: async () => served.dispose() };
}

/** What graphql-ws passes through, to be told as it is. */
function answersOf(operated: Operated) {
  if (operated.kind === 'refused') throw new Error('It was refused before.');
  const answers = operated.kind === 'single' ? operated.result() : operated.answers;
  return answers as Promise<ExecutionResult> & AsyncGenerator<ExecutionResult>;
}

/** Names in the first message's payload are written in any case. */
function authorizationOf(parameters: Readonly<Record<string, unknown>>): string | undefined {
  const [, value] = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return value === undefined ? undefined : String(value);
}

/** @returns the HTTP status line's end, when there is no WebSocket for this request. */
function refusalOf({ url, headers }: IncomingMessage, origins: readonly string[]): string | undefined {
  if (url?.split('?', 1)[0] !== '/graphql') return '404 Not Found';
  const { origin, host } = headers;
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return undefined;
  return URL.canParse(origin) && new URL(origin).host === host ? undefined : '403 Forbidden';
}
