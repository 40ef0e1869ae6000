/**
 * The fast path: it answers a known operation, bytes in and bytes out, without Fastify and Apollo Server.
 * Anything out of the ordinary (a new operation, wrong variables, a bad token) goes to the regular path with
 * everything that was read, so that only one place refuses requests.
 */
import { codeOf } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { inScope, REQUEST_ID_HEADER, readRequestId } from '@holdfast/kit-base/scope';
import { NO_SPAN } from '@holdfast/kit-base/span';
import type { AbortSignalLike } from '@holdfast/kit-http/transport';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ExecutionOf } from '../graph/graph.ts';
import { type compressFor, isCompressible } from '../http/compression.ts';
import type { ClientInfo, User } from '../operation/context.ts';
import type { Authenticate } from '../security/accessToken.ts';
import type { Admission } from '../security/admission.ts';
import { givesNull } from '../security/nullArguments/refuseNulls.ts';
import { checkVariableTypes } from '../security/variableTypes.ts';
import type { GatewayTelemetry } from '../telemetry/telemetry.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { AnswerHead } from './answerHead.ts';
import type { KnownOperation, KnownOperations } from './knownOperations.ts';
import type { PlainRequest } from './plainRequest.ts';
import { type GraphQLRequest, mediaTypeFor, readRequest } from './request.ts';

export interface FastPathOptions {
  readonly known: KnownOperations;
  readonly telemetry: GatewayTelemetry;
  readonly traffic: Pick<Traffic, 'count'>;
  readonly authenticate: Authenticate;
  readonly newDeadline: () => number;
  readonly admission: Pick<Admission, 'admit'>;
  readonly executionOf: ExecutionOf;
  readonly formatError: (error: GraphQLError) => GraphQLFormattedError;
  /** Null when compression is off. */
  readonly compress: typeof compressFor | null;
  readonly head: AnswerHead;
  /** True while the gateway drains: each answer then closes its connection. */
  readonly isDraining: () => boolean;
  readonly log: Log;
}

/** Takes the answer to one request back to its client. */
export interface Responder {
  /** The client's IP address. */
  readonly address: string;
  /** Aborts when the client disconnects before it has its answer. */
  readonly disconnected: AbortSignalLike;
  /** Sends the answer. @param body bytes to send after the text. */
  answer(text: string, encoding: 'latin1' | 'utf8', body: Buffer | null, isLast: boolean): void;
  /** Hands the request to the regular path. */
  decline(request: PlainRequest): void;
}

export interface FastPath {
  handle(request: PlainRequest, responder: Responder): void;
}

export function createFastPath(options: FastPathOptions): FastPath {
  const {
    authenticate,
    newDeadline,
    executionOf,
    formatError,
    head,
    isDraining,
    compress,
    telemetry,
    traffic,
  } = options;

  async function answer(request: PlainRequest, responder: Responder, mediaType: string): Promise<void> {
    const { headers } = request;
    const params = readRequest(request.body);
    const operation = params && find(params, options);
    if (!operation) return responder.decline(request);
    const { authorization } = headers;
    let user: User | null;
    try {
      user = await authenticate(authorization);
    } catch {
      return responder.decline(request);
    }
    const execute = executionOf(operation, user);
    if (!execute) return responder.decline(request);
    const caller = {
      user,
      authorization,
      clientAddress: responder.address,
      disconnected: responder.disconnected,
      deadline: newDeadline(),
    };
    const requestId = readRequestId(headers[REQUEST_ID_HEADER]) ?? telemetry.newId();
    const client = clientOf(request);
    const executed = await inScope({ requestId, span: NO_SPAN }, () => {
      const ended = telemetry.operation(operation.measured, client);
      return execute(params.variables, caller).then(
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
    if (!executed) return responder.decline(request);
    traffic.count(operation.counted, client);
    const { data, errors } = executed;
    const text =
      errors.length === 0
        ? `{"data":${data}}\n`
        : `{"errors":${JSON.stringify(errors.map(formatError))},"data":${data}}\n`;
    const compressing = compress?.(headers['accept-encoding'], text);
    const compressed = compressing ? await compressing : null;
    const isLast = isDraining();
    const length = compressed ? compressed.body.length : Buffer.byteLength(text);
    const parts = {
      mediaType,
      origin: headers['origin'],
      length,
      requestId,
      encoding: compressed?.encoding,
      varies: compress !== null && isCompressible(text),
      isLast,
    };
    if (compressed) return responder.answer(head(parts), 'latin1', compressed.body, isLast);
    responder.answer(head(parts) + text, length === text.length ? 'latin1' : 'utf8', null, isLast);
  }

  return {
    handle(request, responder) {
      const mediaType = mediaTypeFor(request);
      if (mediaType === null) return responder.decline(request);
      answer(request, responder, mediaType).catch((error: unknown) => {
        options.log.error({ err: error }, 'a request failed');
        responder.answer(FAILED, 'latin1', null, true);
      });
    },
  };
}

const clientOf = ({ headers }: PlainRequest): ClientInfo => ({
  name: headers['apollographql-client-name'],
  version: headers['apollographql-client-version'],
});

const codeOfFirst = ([first]: readonly GraphQLError[]): string | null =>
  first ? String(first.extensions['code'] ?? 'UNKNOWN') : null;

/** Returns null for an operation that was refused before any subgraph call: the regular path reports why. */
function unlessRefused(error: unknown): null {
  if (error instanceof GraphQLError) return null;
  throw error;
}

/** Returns undefined for a request that the regular path has to check or refuse. */
function find(params: GraphQLRequest, { admission, known }: FastPathOptions): KnownOperation | undefined {
  const admitted = admission.admit(params);
  if (admitted instanceof GraphQLError || admitted.text === undefined) return undefined;
  const found = known.find(admitted.text, params.operationName);
  if (!found || checkVariableTypes(found.operation, found.schema, params.variables)) return undefined;
  return givesNull(found, params.variables) ? undefined : found;
}

const FAILURE =
  '{"errors":[{"message":"Internal server error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}\n';
const FAILED = `HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/json\r\ncontent-length: ${FAILURE.length}\r\nconnection: close\r\n\r\n${FAILURE}`;
