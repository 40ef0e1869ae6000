/** GraphQL over server-sent events, in the distinct connections mode of the graphql-sse protocol. */

import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FormattedExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { z } from 'zod';
import type { GatewayContext } from '../operation/context.ts';
import type { Connections } from './connections.ts';
import { recognizedHeadersOf } from './recognizedHeaders.ts';
import type { Outcome, RequestParams } from './requestParams.ts';
import type { Subscriber } from './subscriber.ts';

/** The milliseconds between two keep-alive comments, so that no proxy takes the connection for dead. */
const KEEP_ALIVE = 12_000;

const jsonObject = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('Is not JSON.');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()));
const record = z.record(z.string(), z.unknown());

const inBody = z.object({
  query: z.string().optional(),
  operationName: z.string().nullish(),
  variables: record.nullish(),
  extensions: record.nullish(),
});
const inUrl = z.object({
  query: z.string().optional(),
  operationName: z.string().optional(),
  variables: jsonObject.optional(),
  extensions: jsonObject.optional(),
});

export interface EventsOptions {
  readonly subscriber: Subscriber;
  readonly connections: Connections;
  createContext(): Promise<GatewayContext>;
}

export function wantsEvents({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept
    .split(',')
    .some((type) => type.split(';', 1)[0]?.trim().toLowerCase() === 'text/event-stream');
}

/**
 * Answers with an event stream. A malformed request is answered with 400; GraphQL errors go into the stream.
 */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  { subscriber, connections, createContext }: EventsOptions,
): Promise<FastifyReply> {
  const place = connections.take(request.ip);
  if (typeof place === 'string') return reply.code(place === 'TOO_MANY' ? 503 : 429).send(TOO_MANY);
  reply.raw.once('close', place);
  if (reply.raw.destroyed) place();
  const context = await createContext().catch((error: unknown) => refuse(reply, error));
  if (!('disconnected' in context)) return context;
  const given = request.method === 'GET' ? inUrl.safeParse(request.query) : inBody.safeParse(request.body);
  if (!given.success) return reply.code(400).send(badRequest(z.prettifyError(given.error)));
  const params: RequestParams = given.data;
  if (params.query === undefined && !params.extensions?.['persistedQuery'])
    return reply
      .code(400)
      .send(badRequest('The request has neither a query nor the hash of a persisted one.'));
  const outcome = await subscriber.handle(params, {
    authorization: request.headers.authorization,
    clientAddress: context.clientAddress,
    headers: recognizedHeadersOf(request.headers),
    disconnected: context.disconnected,
  });
  if (request.method === 'GET' && isMutation(outcome)) {
    return reply.code(405).header('allow', 'POST').send(badRequest('A mutation must be sent by POST.'));
  }
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  await stream(reply.raw, outcome, subscriber);
  return reply;
}

/**
 * Writes one event after another, each once the client has taken the one before. A subscription that ends
 * because the gateway shuts down has no `complete`, so that its client reconnects.
 */
async function stream(
  response: ServerResponse,
  outcome: Outcome,
  subscriber: Pick<Subscriber, 'stopped'>,
): Promise<void> {
  const answers = answersOf(outcome);
  response.once('close', () => void answers.return(undefined));
  const keepAlive = setInterval(() => response.write(':\n\n'), KEEP_ALIVE);
  try {
    // Some browsers hold back the headers until the first byte of the body.
    await write(response, ':\n\n');
    for await (const result of answers)
      await write(response, `event: next\ndata: ${JSON.stringify(result)}\n\n`);
    if (outcome.kind === 'subscription' && subscriber.stopped) return;
    await write(response, 'event: complete\ndata:\n\n');
  } finally {
    clearInterval(keepAlive);
    response.end();
  }
}

/** Resolves once the text is written, or the client is gone. */
function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve();
    else response.write(text, () => resolve());
  });
}

async function* once(answer: FormattedExecutionResult | Promise<FormattedExecutionResult>) {
  yield await answer;
}

function answersOf(outcome: Outcome): AsyncGenerator<FormattedExecutionResult, void, undefined> {
  switch (outcome.kind) {
    case 'refused':
      return once({ errors: outcome.errors.map((error) => error.toJSON()) });
    case 'single':
      return once(outcome.result());
    case 'subscription':
      return outcome.answers;
    default:
      return outcome satisfies never;
  }
}

function isMutation(outcome: Outcome): boolean {
  return outcome.kind === 'single' && outcome.operation === OperationTypeNode.MUTATION;
}

/**
 * Answers with the status that `createRequestContext` sets: a wrong token is 401. @throws any other error.
 */
function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof GraphQLError)) throw error;
  const { http, ...extensions } = error.extensions as {
    http?: { status: number; headers: Iterable<readonly [string, string]> };
  };
  for (const [name, value] of http?.headers ?? []) reply.header(name, value);
  return reply.code(http?.status ?? 500).send({ errors: [{ message: error.message, extensions }] });
}

const TOO_MANY = {
  errors: [
    {
      message: 'Too many clients are listening. Try again later.',
      extensions: { code: 'TOO_MANY_CONNECTIONS' },
    },
  ],
};

function badRequest(message: string) {
  return { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] };
}
