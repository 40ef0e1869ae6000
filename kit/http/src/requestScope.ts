import type { NewId } from '@holdfast/kit-base/clock';
import { inScope, REQUEST_ID_HEADER, readRequestId, type Scope } from '@holdfast/kit-base/scope';
import { NO_SPAN, readTraceparent, type Span } from '@holdfast/kit-base/span';
import { startSpan } from '@holdfast/kit-base/trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface RequestScopeOptions {
  readonly newId: NewId;
  /**
   * Returns true when a request gets a span and continues the caller's trace: for a server that only internal
   * callers can reach.
   */
  readonly traced: (request: FastifyRequest) => boolean;
}

/**
 * Runs each request in its own scope. The request id is that of the `x-request-id` header when it is valid,
 * otherwise a new one; the answer has it in the same header. Call it before anything that logs is added.
 */
export function addRequestScope(app: FastifyInstance, { newId, traced }: RequestScopeOptions): void {
  const scopes = new WeakMap<FastifyRequest, Scope>();
  // Kept separately, because the operation replaces the scope's span with its own.
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, reply, done) => {
    const span = traced(request) ? startRequestSpan(request) : NO_SPAN;
    const scope = { requestId: readRequestId(request.headers[REQUEST_ID_HEADER]) ?? newId(), span };
    scopes.set(request, scope);
    if (span !== NO_SPAN) spans.set(request, span);
    reply.header(REQUEST_ID_HEADER, scope.requestId);
    inScope(scope, done);
  });
  // Entered again, because Fastify continues in the connection's async context after it has read the body.
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
