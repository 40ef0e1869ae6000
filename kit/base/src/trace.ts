/**
 * Spans. Without a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`) there is no tracer, no module of OpenTelemetry is loaded, and
 * each function here is one comparison.
 */
import { GraphQLError } from 'graphql';
import { codeOf } from './errors.ts';
import { currentScope, inScope, REQUEST_ID_HEADER } from './scope.ts';
import { NO_SPAN, type Span, type SpanOptions } from './span.ts';

/** Makes spans; `otlp.ts` has the one there is. */
export interface Tracer {
  start(name: string, options: SpanOptions & { readonly parent: string | null }): Span;
}

let tracer: Tracer | null = null;

/** One for the process; null ends tracing. */
export function useTracer(given: Tracer | null): void {
  tracer = given;
}

/** Whether spans are exported: for what it costs something to say of them. */
export function isTracing(): boolean {
  return tracer !== null;
}

/** Begins a span; whoever begins it ends it. */
export function startSpan(name: string, options?: SpanOptions): Span {
  if (tracer === null) return NO_SPAN;
  const parent = options?.parent === undefined ? (currentTraceparent() ?? null) : options.parent;
  return tracer.start(name, { ...options, parent });
}

/** Does `work` within a span of its own, which what it begins belongs below. The span fails when `work` rejects. */
export function traced<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer === null ? work(NO_SPAN) : withinSpan(name, options, work);
}

async function withinSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  try {
    const { requestId = null, deadline = null } = currentScope() ?? {};
    return await inScope({ requestId, deadline, span }, () => work(span));
  } catch (error) {
    span.fail(nameOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** What goes with an event that is made now. */
export function currentTraceparent(): string | undefined {
  return tracer === null ? undefined : (currentScope()?.span.traceparent ?? undefined);
}

/** What goes with a request to another service of the house: which request of a client it is for, and its trace. */
export function scopeHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const scope = currentScope();
  if (scope?.requestId) headers[REQUEST_ID_HEADER] = scope.requestId;
  if (scope?.span.traceparent) headers['traceparent'] = scope.span.traceparent;
  return headers;
}

/** Of a refusal its code; of a fault the name of its class. */
function nameOf(error: unknown): string {
  if (error instanceof GraphQLError) return codeOf(error) ?? 'INTERNAL_SERVER_ERROR';
  return error instanceof Error ? error.name : 'Error';
}
