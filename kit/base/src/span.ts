/** A span as our code sees it. `trace.ts` creates spans. */

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  /** 32 hexadecimal digits; null without a collector. */
  readonly traceId: string | null;
  /**
   * The `traceparent` that is sent with a request or an event (W3C Trace Context, section 3.2). Null without
   * a collector.
   */
  readonly traceparent: string | null;
  set(attributes: Attributes): void;
  /** @param code the error's code, never its message, which may repeat a client's input. */
  fail(code: string): void;
  /** Ends the span. Nothing may be set afterwards. */
  end(): void;
}

export interface SpanOptions {
  /** `internal` by default. */
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
  /**
   * A `traceparent` from another process. The span of the current scope by default; null starts a new trace.
   */
  readonly parent?: string | null | undefined;
  /** The `traceparent` of a related span that is not the parent. */
  readonly link?: string | undefined;
}

/** A span that does nothing, used while no spans are exported. */
export const NO_SPAN: Span = { traceId: null, traceparent: null, set() {}, fail() {}, end() {} };

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Returns a header or an event's attribute when it is a valid `traceparent`, otherwise undefined. */
export function readTraceparent(value: unknown): string | undefined {
  return typeof value === 'string' && TRACEPARENT.test(value) && !value.startsWith('ff') ? value : undefined;
}
