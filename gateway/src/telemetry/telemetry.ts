/**
 * Observes client operations on both paths: always with metrics, and with spans while traces are exported.
 */
import type { NewId } from '@holdfast/kit-base/clock';
import { currentScope } from '@holdfast/kit-base/scope';
import { type Attributes, NO_SPAN } from '@holdfast/kit-base/span';
import { isTracing, scopeHeaders, startSpan } from '@holdfast/kit-base/trace';
import type { ClientInfo } from '../operation/context.ts';
import type { GatewayMetrics, MeasuredCall, MeasuredOperation, Road } from './metrics.ts';

/**
 * Reads a client's name and version. @param headers a request's headers, or what a client sends instead; only
 * strings count.
 */
export function clientNamed(headers: Readonly<Record<string, unknown>>): ClientInfo {
  const { 'apollographql-client-name': name, 'apollographql-client-version': version } = headers;
  return {
    name: typeof name === 'string' ? name : undefined,
    version: typeof version === 'string' ? version : undefined,
  };
}

export interface OperationOutcome {
  /** The code of the first error; null without one. */
  readonly code: string | null;
}

export interface RunningOperation {
  /** Describes the operation, as soon as it is known. */
  describe(operation: Omit<MeasuredOperation, 'road'>): void;
  /** Ends the observation. Call it once. */
  ended(outcome: OperationOutcome): void;
}

export interface CallObservation {
  /** Sent with the request: `x-request-id` and, while traces are exported, `traceparent`. */
  readonly headers: Readonly<Record<string, string>>;
  ended(outcome: MeasuredCall & { readonly status: number | null }): void;
}

export interface GatewayTelemetry {
  readonly metrics: GatewayMetrics;
  /** Creates request ids. */
  readonly newId: NewId;
  /**
   * Starts observing an operation, in the scope of its request (`kit-base/scope`), which its subgraph
   * calls belong to. A client's own `traceparent` is not continued: it would decide what is exported, and
   * join others' traces.
   */
  begin(road: Road, client: ClientInfo): RunningOperation;
  /** Does `begin` and `describe` at once, for an operation that is known before it starts. */
  operation(operation: MeasuredOperation, client?: ClientInfo): (outcome: OperationOutcome) => void;
  /** Starts observing a subgraph call. It has the shape of `ObserveCall` in `subgraphs/`. */
  observeCall(subgraph: string, call: { readonly kind: 'query' | 'mutation' }): CallObservation;
  /** Starts observing the making of a plan. @returns a function to call when it is made, or has failed. */
  planning(): (outcome?: { readonly failed: boolean }) => void;
}

const UNNAMED: ClientInfo = { name: undefined, version: undefined };
const NOT_DESCRIBED = { name: null, type: null, field: null } as const;
/** The most characters of a client's name or version. */
const MAX_TEXT = 100;

/** @param now a monotonic clock in milliseconds, such as `performance.now`. */
export function createGatewayTelemetry(
  metrics: GatewayMetrics,
  { newId, now = () => performance.now() }: { readonly newId: NewId; readonly now?: () => number },
): GatewayTelemetry {
  const begin = (road: Road, client: ClientInfo): RunningOperation => {
    const began = now();
    const span = startOperationSpan(client, road);
    let described: Omit<MeasuredOperation, 'road'> = NOT_DESCRIBED;
    return {
      describe(operation) {
        described = operation;
        if (span === NO_SPAN) return;
        const { name, type, field } = operation;
        const attributes = {
          'graphql.operation.name': name,
          'graphql.operation.type': type,
          'graphql.field': field,
        };
        span.set(present(attributes));
      },
      ended({ code }) {
        metrics.operation({ ...described, road }, code, (now() - began) / 1_000);
        if (span === NO_SPAN) return;
        if (code !== null) span.fail(code);
        span.end();
      },
    };
  };
  return {
    metrics,
    newId,
    begin,
    operation(operation, client = UNNAMED) {
      const running = begin(operation.road, client);
      running.describe(operation);
      return running.ended;
    },
    observeCall(subgraph, { kind }) {
      if (!isTracing()) {
        return { headers: scopeHeaders(), ended: (outcome) => metrics.call(subgraph, outcome) };
      }
      const attributes = { 'subgraph.name': subgraph, 'graphql.operation.type': kind };
      const span = startSpan('subgraph.fetch', { kind: 'client', attributes });
      return {
        headers: { ...scopeHeaders(), ...(span.traceparent !== null && { traceparent: span.traceparent }) },
        ended(outcome) {
          metrics.call(subgraph, outcome);
          const { code, status, retried, shared } = outcome;
          span.set({ ...present({ 'http.response.status_code': status }), retried, shared });
          if (code !== null) span.fail(code);
          span.end();
        },
      };
    },
    planning() {
      const began = now();
      const span = startSpan('graphql.plan');
      return ({ failed } = { failed: false }) => {
        if (!failed) metrics.planned({ cached: false, seconds: (now() - began) / 1_000 });
        else span.fail('PLANNING_FAILED');
        span.end();
      };
    },
  };
}

function startOperationSpan({ name, version }: ClientInfo, road: Road) {
  if (!isTracing()) return NO_SPAN;
  const attributes = present({
    'graphql.road': road,
    'client.name': name?.slice(0, MAX_TEXT) ?? null,
    'client.version': version?.slice(0, MAX_TEXT) ?? null,
    'request.id': currentScope()?.requestId ?? null,
  });
  const span = startSpan('graphql.operation', { kind: 'server', parent: null, attributes });
  const scope = currentScope();
  if (scope) scope.span = span;
  return span;
}

function present(attributes: Readonly<Record<string, string | number | boolean | null>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, string | number | boolean] => entry[1] !== null,
    ),
  );
}
