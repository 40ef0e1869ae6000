/** A span as our code sees it. What makes them is `trace.ts`; without a collector nothing does. */

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface Span {
  /** 32 hexadecimal digits; null without a collector. */
  readonly traceId: string | null;
  /** W3C Trace Context, section 3.2: what goes with a request or an event. Null without a collector. */
  readonly traceparent: string | null;
  set(attributes: Attributes): void;
  /** @param code of the error: never its message, which may repeat what a client sent. */
  fail(code: string): void;
  /** Nothing may be set any more. */
  end(): void;
}

export interface SpanOptions {
  /** `internal` by default. */
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer';
  readonly attributes?: Attributes;
  /** A `traceparent` that came from elsewhere. The span of the current scope by default; null begins a trace. */
  readonly parent?: string | null | undefined;
  /** A `traceparent` that has to do with it and is not its parent. */
  readonly link?: string | undefined;
}

/** Does nothing: everybody's span while nothing is exported. */
export const NO_SPAN: Span = { traceId: null, traceparent: null, set() {}, fail() {}, end() {} };

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A header or an event's attribute when it is a `traceparent`, else undefined. */
export function readTraceparent(value: unknown): string | undefined {
  return typeof value === 'string' && TRACEPARENT.test(value) && !value.startsWith('ff') ? value : undefined;
}
