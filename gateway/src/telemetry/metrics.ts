/** What the gateway tells Prometheus: requests, errors and durations by operation and by subgraph, plans, breakers, pools. */

import {
  boundedLabel,
  type CounterCell,
  createCounter,
  createHistogram,
  type HistogramCell,
} from '@holdfast/kit-telemetry/figures';
import { createMetrics, Gauge, type Registry } from '@holdfast/kit-telemetry/metrics';
import { showPool } from '@holdfast/kit-telemetry/pools';

/** Which way an operation went through the gateway. */
export type Road = 'apollo' | 'short';

export interface MeasuredOperation {
  /** As the client calls it; null for no name. A label only when it is a known one. */
  readonly name: string | null;
  /** Null for a document that is none. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  /** The only field that it asks of the root; null for several. Has to be of the schema: it is a label. */
  readonly field: string | null;
  readonly road: Road;
}

export interface MeasuredCall {
  /** Null when the subgraph answered, be it with errors of its own. */
  readonly code: string | null;
  readonly milliseconds: number;
  readonly retried: boolean;
  readonly shared: boolean;
}

export type BreakerStates = () => Readonly<Record<string, 'closed' | 'half-open' | 'open'>>;

export interface GatewayMetrics {
  readonly registry: Registry;
  operation(operation: MeasuredOperation, code: string | null, seconds: number): void;
  /** A request that did not come as far as an operation. */
  refused(code: string): void;
  call(subgraph: string, call: MeasuredCall): void;
  /** An operation got its plan: from the cache, or newly made in so many seconds. */
  planned(plan: { readonly cached: boolean; readonly seconds: number }): void;
  /** For what can be read again while it runs. @returns to be called each time that it was. */
  reload(of: string): (outcome: 'reloaded' | 'refused') => void;
  /** Plans in the cache, read at each look. */
  showPlanCache(size: () => number): void;
  /** Read at each look, by subgraph. */
  showBreakers(states: BreakerStates): void;
  /** Connections to a subgraph, read at each look. */
  showPool(subgraph: string, figures: () => Readonly<Record<string, number>>): void;
}

/** Codes told apart: subgraphs make them too. */
const MAX_CODES = 50;

/**
 * @param known names of operations that are labels: of the house's own clients. Everybody else's are `other`, since a client
 *   that makes names up would make series.
 */
export function createGatewayMetrics(known: Iterable<string> = []): GatewayMetrics {
  const registry = createMetrics('gateway');
  const names = new Set(known);
  const codes = boundedLabel(MAX_CODES);
  const nameOf = (name: string | null) => (name === null ? 'anonymous' : names.has(name) ? name : 'other');
  const counter = (name: string, help: string) => createCounter(registry, { name, help });
  const histogram = (name: string, help: string) => createHistogram(registry, { name, help });
  const operations = counter(
    'gateway_operations_total',
    'Operations of clients, by the code of their first error; OK without one.',
  );
  const operationSeconds = histogram('gateway_operation_seconds', 'Seconds until the answer to a client.');
  const refusals = counter(
    'gateway_refused_requests_total',
    'Requests that did not come as far as an operation.',
  );
  const calls = counter(
    'gateway_subgraph_requests_total',
    'Requests to subgraphs, by the code of the fault; OK when it answered, be it with errors of its own.',
  );
  const callSeconds = histogram(
    'gateway_subgraph_request_seconds',
    'Seconds until a subgraph answered or failed.',
  );
  const retries = counter('gateway_subgraph_retries_total', 'Requests to subgraphs that were sent twice.');
  const shares = counter(
    'gateway_subgraph_shared_total',
    'Requests that got the answer to another one on its way.',
  );
  const plans = counter(
    'gateway_plans_total',
    'Plans that operations got: from the cache (hit), or made (miss).',
  );
  const planSeconds = histogram('gateway_plan_seconds', 'Seconds that making a plan took.')({});
  const reloads = counter(
    'gateway_reloads_total',
    'Times that what the gateway works by was another one: taken, or refused since it cannot be used.',
  );
  /** As many as there are series: what its key is made of is bounded. */
  const operationCells = new Map<string, { readonly count: CounterCell; readonly time: HistogramCell }>();
  const hits = plans({ cache: 'hit' });
  const misses = plans({ cache: 'miss' });
  return {
    registry,
    operation({ name, type, field, road }, code, seconds) {
      const known = nameOf(name);
      const told = code === null ? 'OK' : codes(code);
      const key = `${known} ${type} ${field} ${road} ${told}`;
      let cells = operationCells.get(key);
      if (!cells) {
        const labels = {
          operation: known,
          type: type ?? 'invalid',
          field: field ?? (type ? 'several' : 'none'),
          road,
        };
        cells = { count: operations({ ...labels, code: told }), time: operationSeconds(labels) };
        operationCells.set(key, cells);
      }
      cells.count.add();
      cells.time.observe(seconds);
    },
    refused: (code) => refusals({ code: codes(code) }).add(),
    call(subgraph, { code, milliseconds, retried, shared }) {
      calls({ subgraph, code: code === null ? 'OK' : codes(code) }).add();
      callSeconds({ subgraph }).observe(milliseconds / 1_000);
      if (retried) retries({ subgraph }).add();
      if (shared) shares({ subgraph }).add();
    },
    planned({ cached, seconds }) {
      if (cached) return hits.add();
      misses.add();
      planSeconds.observe(seconds);
    },
    reload(of) {
      // From the start on there is a number, so that the first refusal is an increase.
      const cells = {
        reloaded: reloads({ of, outcome: 'reloaded' }),
        refused: reloads({ of, outcome: 'refused' }),
      };
      return (outcome) => cells[outcome].add();
    },
    showPlanCache(size) {
      const help = 'Plans in the cache.';
      registry.removeSingleMetric('gateway_plan_cache_size');
      const registers = [registry];
      new Gauge({
        name: 'gateway_plan_cache_size',
        help,
        registers,
        collect() {
          this.set(size());
        },
      });
    },
    showBreakers(states) {
      registry.removeSingleMetric('gateway_breaker_state');
      new Gauge({
        name: 'gateway_breaker_state',
        help: 'Whether a subgraph is asked: 0 closed (it is), 1 half-open (one at a time), 2 open (it is not).',
        labelNames: ['subgraph'],
        registers: [registry],
        collect() {
          for (const [subgraph, state] of Object.entries(states())) this.set({ subgraph }, BREAKER[state]);
        },
      });
    },
    showPool: (subgraph, figures) => showPool(registry, subgraph, figures),
  };
}

const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const;
