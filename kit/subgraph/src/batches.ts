import { Readable } from 'node:stream';
import type { ApolloServer, BaseContext } from '@apollo/server';
import { type StartedDeadline, startDeadline } from '@holdfast/kit-base/deadline';
import type { Identity, VerifyIdentity } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { inScope, readRequestId } from '@holdfast/kit-base/scope';
import { readTraceparent } from '@holdfast/kit-base/span';
import { startSpan } from '@holdfast/kit-base/trace';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type BatchedCall, formatAnswer, readBatch } from './batchProtocol.ts';

export interface BatchOptions<Context extends BaseContext> {
  /** This service, as the supergraph names it. */
  readonly name: string;
  readonly apollo: ApolloServer<Context>;
  readonly verifyIdentity: VerifyIdentity;
  readonly context: (identity: Identity) => Context;
}

/**
 * Answers batches of calls of other services (`batchProtocol.ts`). Each call runs like a request of its own: with
 * its own identity, deadline, request id and span. Its answer is sent as soon as it is there, together with the
 * others of the same turn of the event loop.
 */
export function addBatches<Context extends BaseContext>(
  app: FastifyInstance,
  path: string,
  options: BatchOptions<Context>,
): void {
  app.post(path, async (request, reply) => {
    let calls: readonly BatchedCall[];
    try {
      calls = readBatch(request.body);
    } catch (error) {
      const { message } = error as TypeError;
      return reply.code(400).send({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
    }
    reply.type('application/x-ndjson');
    return reply.send(answersOf(calls, reply, options));
  });
}

function answersOf<Context extends BaseContext>(
  calls: readonly BatchedCall[],
  reply: FastifyReply,
  options: BatchOptions<Context>,
): Readable {
  const answers = new Readable({ read() {} });
  const deadlines = new Set<StartedDeadline>();
  reply.raw.once('close', () => {
    for (const deadline of deadlines) deadline.abandon();
  });
  let left = calls.length;
  let lines = '';
  const flush = () => {
    answers.push(lines);
    lines = '';
    if (left === 0) answers.push(null);
  };
  for (const [n, call] of calls.entries()) {
    void run(call, deadlines, options)
      // A defect of one call must not concern the others.
      .catch(() => ({ status: 500, text: '' }))
      .then(({ status, text }) => {
        if (lines === '') setImmediate(flush);
        lines += formatAnswer(n, status, text);
        left--;
      });
  }
  return answers;
}

async function run<Context extends BaseContext>(
  { query, variables, identity: token, timeout, requestId, traceparent }: BatchedCall,
  deadlines: Set<StartedDeadline>,
  { name, apollo, verifyIdentity, context }: BatchOptions<Context>,
): Promise<{ status: number; text: string }> {
  const deadline = startDeadline(name, timeout);
  deadlines.add(deadline);
  const parent = readTraceparent(traceparent) ?? null;
  const span = startSpan('POST /graphql', { kind: 'server', parent });
  try {
    const identity = await verifyIdentity(token);
    if (!identity) return { status: 401, text: '' };
    const scope = { requestId: readRequestId(requestId) ?? newUuid(), span, deadline };
    return await inScope(scope, async () => {
      const { body } = await apollo.executeOperation(
        { query, variables: (variables ?? {}) as Record<string, unknown> },
        { contextValue: context(identity) },
      );
      if (body.kind !== 'single') throw new Error('A call got an incremental answer.');
      return { status: 200, text: JSON.stringify(body.singleResult) };
    });
  } finally {
    deadlines.delete(deadline);
    deadline.end();
    span.end();
  }
}
