import type { NewId } from '@holdfast/kit-base/clock';
import { inScope, REQUEST_ID_HEADER, readRequestId, type Scope } from '@holdfast/kit-base/scope';
import { NO_SPAN, readTraceparent, type Span } from '@holdfast/kit-base/span';
import { startSpan } from '@holdfast/kit-base/trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface RequestScopeOptions {
  readonly newId: NewId;
  /** Whether a request has a span, and continues the caller's trace: for a server that only the house reaches. */
  readonly traced: (request: FastifyRequest) => boolean;
}

/**
 * Gives each request its scope: the id of its `x-request-id` when that is good, else a new one, which is in the answer's
 * header too. To be added before what logs.
 */
export function addRequestScope(app: FastifyInstance, { newId, traced }: RequestScopeOptions): void {
  const scopes = new WeakMap<FastifyRequest, Scope>();
  // Not the scope's: that is another one as soon as an operation begins, and whoever begins it ends it.
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, reply, done) => {
    const span = traced(request) ? startRequestSpan(request) : NO_SPAN;
    const scope = { requestId: readRequestId(request.headers[REQUEST_ID_HEADER]) ?? newId(), span };
    scopes.set(request, scope);
    if (span !== NO_SPAN) spans.set(request, span);
    reply.header(REQUEST_ID_HEADER, scope.requestId);
    inScope(scope, done);
  });
  // Once more: what reads the body goes on in the connection's context, not in the request's.
  app.addHook('preValidation', (request, _reply, done) => inScope(scopes.get(request), done));
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request);
    if (!span) return;
    span.set({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= 500) span.fail(String(reply.statusCode));
    span.end();
  });
}

function startRequestSpan({ method, headers, routeOptions }: FastifyRequest) {
  const route = routeOptions.url ?? '';
  return startSpan(`${method} ${route}`, {
    kind: 'server',
    parent: readTraceparent(headers['traceparent']) ?? null,
    attributes: { 'http.request.method': method, 'http.route': route },
  });
}
