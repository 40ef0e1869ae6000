/** Spans by OpenTelemetry's SDK, sent to a collector. Loaded only when there is one: see `start.ts`. */
import {
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { Span } from './span.ts';
import type { Tracer } from './trace.ts';

export interface OtlpOptions {
  readonly service: string;
  /** Where spans are posted as JSON: `http://collector:4318/v1/traces`. */
  readonly url: string;
  /** 0 to 1: of the traces that begin here. */
  readonly ratio: number;
  /** Called when the collector did not take spans, once until it does again. */
  readonly onAway: (error: unknown) => void;
}

/** Spans that wait; more are dropped. About 2 MB. */
const QUEUE = 2_048;
/** Milliseconds. */
const SEND_INTERVAL = 1_000;
const SEND_TIMEOUT = 5_000;

/** @returns what makes spans, and what sends those that wait and ends it. */
export function createOtlpTracer(options: OtlpOptions): { tracer: Tracer; stop: () => Promise<void> } {
  const exporter = new OTLPTraceExporter({ url: options.url, timeoutMillis: SEND_TIMEOUT });
  const provider = new BasicTracerProvider({
    resource: new Resource({ 'service.name': options.service, 'process.pid': process.pid }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.ratio) }),
    spanProcessors: [
      new BatchSpanProcessor(telling(exporter, options.onAway), {
        maxQueueSize: QUEUE,
        scheduledDelayMillis: SEND_INTERVAL,
        exportTimeoutMillis: SEND_TIMEOUT,
      }),
    ],
  });
  const otel = provider.getTracer('holdfast');
  return {
    tracer: {
      start(name, { kind = 'internal', attributes = {}, parent, link }) {
        const context = parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, read(parent));
        const links: Link[] = link === undefined ? [] : [{ context: read(link) }];
        return ourSpan(otel.startSpan(name, { kind: KINDS[kind], attributes, links }, context));
      },
    },
    stop: () => provider.shutdown(),
  };
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const;

function ourSpan(span: ReturnType<ReturnType<BasicTracerProvider['getTracer']>['startSpan']>): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    set: (attributes) => void span.setAttributes(attributes),
    fail: (code) => void span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR }),
    end: () => span.end(),
  };
}

/** @param traceparent one that `readTraceparent` let through. */
function read(traceparent: string): SpanContext {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-');
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

function telling(exporter: SpanExporter, onAway: OtlpOptions['onAway']): SpanExporter {
  let away = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined || result.code !== 0;
        if (failed && !away) onAway(result.error);
        away = failed;
        done(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}
