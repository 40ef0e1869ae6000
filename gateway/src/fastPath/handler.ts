/**
 * The fast path: a known operation from bytes to bytes, without Fastify and Apollo Server. Whatever is out of the ordinary
 * (an operation seen for the first time, wrong variables, a bad token) is handed to the long road with all that was read,
 * so that there is one place that refuses.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { codeOf } from '@holdfast/kit/errors';
import type { Log } from '@holdfast/kit/log';
import { inScope, REQUEST_ID_HEADER, readRequestId } from '@holdfast/kit/telemetry/scope';
import { NO_SPAN } from '@holdfast/kit/telemetry/span';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type compressFor, isCompressible } from '../http/compression.ts';
import type { Authenticate, User } from '../security/accessToken.ts';
import type { Admission } from '../security/admission.ts';
import { refuseVariables } from '../security/variables.ts';
import type { ExecutionOf } from '../supergraph/graph.ts';
import type { ClientInfo, GatewayTelemetry } from '../telemetry/telemetry.ts';
import type { KnownOperation, KnownOperations } from './knownOperations.ts';
import { readBody } from './readBody.ts';
import { type GraphQLRequest, mediaTypeFor, readRequest } from './request.ts';

export interface FastPathOptions {
  readonly known: KnownOperations;
  readonly telemetry: GatewayTelemetry;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly authenticate: Authenticate;
  readonly newDeadline: () => number;
  readonly admission: Pick<Admission, 'admit'>;
  readonly executionOf: ExecutionOf;
  readonly formatError: (error: GraphQLError) => GraphQLFormattedError;
  /** Null where nothing is compressed. */
  readonly compress: typeof compressFor | null;
  /** Names and values in turn, for an answer to a page of this origin. */
  readonly headersFor: (origin: string | undefined) => readonly string[];
  readonly log: Log;
}

export interface FastPath {
  /** @param longRoad takes the request, with the body when it was read. */
  handle(request: IncomingMessage, response: ServerResponse, longRoad: (body: Buffer | null) => void): void;
  /** From now on each answer ends its connection. */
  close(): void;
}

export function createFastPath(options: FastPathOptions): FastPath {
  const { bodyLimit, authenticate, newDeadline, executionOf, formatError, headersFor, compress, telemetry } =
    options;
  let closing = false;

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    mediaType: string,
    body: Buffer,
    longRoad: (body: Buffer) => void,
  ): Promise<void> {
    const asked = readRequest(body);
    const operation = asked && find(asked, options);
    if (!operation) return longRoad(body);
    let user: User | null;
    try {
      user = await authenticate(request.headers.authorization);
    } catch {
      return longRoad(body);
    }
    const execute = executionOf(operation, user);
    if (!execute) return longRoad(body);
    const caller = {
      user,
      authorization: request.headers.authorization,
      clientAddress: request.socket.remoteAddress ?? '',
      disconnected: disconnection(response),
      deadline: newDeadline(),
    };
    const requestId = readRequestId(request.headers[REQUEST_ID_HEADER]) ?? telemetry.newId();
    const executed = await inScope({ requestId, span: NO_SPAN }, () => {
      const ended = telemetry.operation(operation.measured, clientOf(request));
      return execute(asked.variables, caller).then(
        (result) => {
          ended({ code: codeOfFirst(result.errors) });
          return result;
        },
        (error: unknown) => {
          ended({ code: codeOf(error) ?? 'INTERNAL_SERVER_ERROR' });
          return unlessRefused(error);
        },
      );
    });
    if (!executed) return longRoad(body);
    const { data, errors } = executed;
    const text =
      errors.length === 0
        ? `{"data":${data}}\n`
        : `{"errors":${JSON.stringify(errors.map(formatError))},"data":${data}}\n`;
    const compressing = compress?.(request.headers['accept-encoding'], text);
    const compressed = compressing ? await compressing : null;
    const headers = [
      'content-type',
      mediaType,
      'content-length',
      `${compressed ? compressed.body.length : Buffer.byteLength(text)}`,
      REQUEST_ID_HEADER,
      requestId,
      ...headersFor(request.headers.origin),
    ];
    if (compressed) headers.push('content-encoding', compressed.encoding);
    if (compress && isCompressible(text)) headers.push('vary', 'accept-encoding');
    if (closing) headers.push('connection', 'close');
    response.writeHead(200, headers);
    response.end(compressed ? compressed.body : text);
  }

  return {
    handle(request, response, longRoad) {
      const mediaType = mediaTypeFor(request, bodyLimit);
      if (mediaType === null) return longRoad(null);
      readBody(request, (body) => {
        answer(request, response, mediaType, body, longRoad).catch((error: unknown) => {
          options.log.error({ err: error }, 'a request failed');
          if (!response.headersSent) response.writeHead(500, ['content-type', 'application/json']);
          response.end(FAILED);
        });
      });
    },
    close() {
      closing = true;
    },
  };
}

const clientOf = ({ headers }: IncomingMessage): ClientInfo => ({
  name: textOf(headers['apollographql-client-name']),
  version: textOf(headers['apollographql-client-version']),
});

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : undefined);

const codeOfFirst = ([first]: readonly GraphQLError[]): string | null =>
  first ? String(first.extensions['code'] ?? 'UNKNOWN') : null;

/** Null for what was refused before anything was asked of a subgraph: the long road says why. */
function unlessRefused(error: unknown): null {
  if (error instanceof GraphQLError) return null;
  throw error;
}

/** Undefined for what has to be looked at, or refused, on the long road. */
function find(asked: GraphQLRequest, { admission, known }: FastPathOptions): KnownOperation | undefined {
  const admitted = admission.admit(asked);
  if (admitted instanceof GraphQLError || admitted.text === undefined) return undefined;
  const found = known.find(admitted.text, asked.operationName);
  return found && !refuseVariables(found.operation, found.schema, asked.variables) ? found : undefined;
}

const FAILED =
  '{"errors":[{"message":"Internal server error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}\n';

function disconnection(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
