/**
 * Creates spans. Without a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`) there is no tracer, no OpenTelemetry
 * module is loaded, and each function here costs one comparison.
 */
import { GraphQLError } from 'graphql';
import { codeOf } from './errors.ts';
import { currentScope, inScope, REQUEST_ID_HEADER } from './scope.ts';
import { NO_SPAN, type Span, type SpanOptions } from './span.ts';

/** Creates spans. `otlp.ts` implements it. */
export interface Tracer {
  start(name: string, options: SpanOptions & { readonly parent: string | null }): Span;
}

let tracer: Tracer | null = null;

/** Sets the tracer of the process; null ends tracing. */
export function setTracer(given: Tracer | null): void {
  tracer = given;
}

/** Returns true while spans are exported, so that a caller can skip attributes that are costly to compute. */
export function isTracing(): boolean {
  return tracer !== null;
}

/** Starts a span. The caller must end it. */
export function startSpan(name: string, options?: SpanOptions): Span {
  if (tracer === null) return NO_SPAN;
  const parent = options?.parent === undefined ? (currentTraceparent() ?? null) : options.parent;
  return tracer.start(name, { ...options, parent });
}

/**
 * Runs `work` within a new span, the parent of all spans that `work` starts. The span fails when `work`
 * rejects.
 */
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

/** Returns the `traceparent` for an event that is created now. */
export function currentTraceparent(): string | undefined {
  return tracer === null ? undefined : (currentScope()?.span.traceparent ?? undefined);
}

/** Returns the headers of an internal call that name the client's request and its trace. */
export function scopeHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const scope = currentScope();
  if (scope?.requestId) headers[REQUEST_ID_HEADER] = scope.requestId;
  if (scope?.span.traceparent) headers['traceparent'] = scope.span.traceparent;
  return headers;
}

/** Returns the code of a refusal, or the class name of a fault. */
function nameOf(error: unknown): string {
  if (error instanceof GraphQLError) return codeOf(error) ?? 'INTERNAL_SERVER_ERROR';
  return error instanceof Error ? error.name : 'Error';
}
