/**
 * Creates spans with OpenTelemetry's SDK and sends them to a collector. `start.ts` loads this file only when
 * a collector is configured.
 */

import { setTimeout as delay } from 'node:timers/promises';

import type { Span } from '@holdfast/kit-base/span';
import type { Tracer } from '@holdfast/kit-base/trace';
import {
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';

export interface OtlpOptions {
  readonly service: string;
  /** The URL that spans are posted to as JSON: `http://collector:4318/v1/traces`. */
  readonly url: string;
  /** The share of the traces started here that is exported, 0 to 1. */
  readonly ratio: number;
  /** Called when the collector does not accept spans; called again only after a success. */
  readonly onAway: (error: unknown) => void;
}

/** The maximum number of spans in the queue, about 2 MB. Further ones are dropped. */
const QUEUE = 2_048;
/** Milliseconds. */
const SEND_INTERVAL = 1_000;
const SEND_TIMEOUT = 5_000;
/** Milliseconds that sending the last spans may take when the process stops. */
const FLUSH_TIMEOUT = 1_000;

/**
 * Creates a tracer that exports spans by OTLP over HTTP.
 * @returns the tracer, and `stop`, which sends the waiting spans for at most a second and then drops them.
 */
export function createOtlpTracer(options: OtlpOptions): { tracer: Tracer; stop: () => Promise<void> } {
  const otlp = new OTLPTraceExporter({ url: options.url, timeoutMillis: SEND_TIMEOUT });
  const exporter = new ReportingExporter(otlp, options.onAway);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.service, 'process.pid': process.pid }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.ratio) }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
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
    async stop() {
      const flushed = provider.shutdown().then(
        () => true,
        () => true,
      );
      // The exporter retries for SEND_TIMEOUT while the collector is unavailable.
      if (await Promise.race([flushed, delay(FLUSH_TIMEOUT, false, { ref: false })])) return;
      exporter.reportAway(
        new Error(`The collector did not accept the last spans within ${FLUSH_TIMEOUT} ms.`),
      );
    },
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

/** Parses a traceparent that `readTraceparent` has checked. */
function read(traceparent: string): SpanContext {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-');
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

/** Reports the first failure of an exporter, and the next one only after a success. */
class ReportingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #onAway: OtlpOptions['onAway'];
  #away = false;

  constructor(exporter: SpanExporter, onAway: OtlpOptions['onAway']) {
    this.#exporter = exporter;
    this.#onAway = onAway;
  }

  export(...[spans, done]: Parameters<SpanExporter['export']>): void {
    this.#exporter.export(spans, (result) => {
      if (result.error !== undefined || result.code !== 0) this.reportAway(result.error);
      else this.#away = false;
      done(result);
    });
  }

  reportAway(error: unknown): void {
    if (!this.#away) this.#onAway(error);
    this.#away = true;
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
