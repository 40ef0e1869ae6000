/**
 * The gateway's Prometheus metrics: requests, errors and durations by operation and by subgraph, plans,
 * breakers, pools.
 */
import {
  boundedLabel,
  type CounterCell,
  createCounter,
  createHistogram,
  type HistogramCell,
} from '@holdfast/kit-telemetry/instruments';
import { createMetrics, Gauge, type Registry } from '@holdfast/kit-telemetry/metrics';
import { showPool } from '@holdfast/kit-telemetry/pools';

/**
 * The path of an operation through the gateway, as the label `road` names it: `apollo` is the regular path,
 * `short` the fast path.
 */
export type Road = 'apollo' | 'short';

export interface MeasuredOperation {
  /** The client's name for it; null for none. It becomes a label only when it is known. */
  readonly name: string | null;
  /** Null for an invalid document. */
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  /**
   * The operation's only root field; null for several. It has to be in the schema, because it becomes a
   * label.
   */
  readonly field: string | null;
  readonly road: Road;
}

export interface MeasuredCall {
  /** Null when the subgraph answered, even with errors of its own. */
  readonly code: string | null;
  readonly milliseconds: number;
  readonly retried: boolean;
  readonly shared: boolean;
}

export type BreakerStates = () => Readonly<Record<string, 'closed' | 'half-open' | 'open'>>;

export interface GatewayMetrics {
  readonly registry: Registry;
  operation(operation: MeasuredOperation, code: string | null, seconds: number): void;
  /** Counts a request that did not get as far as an operation. */
  refused(code: string): void;
  call(subgraph: string, call: MeasuredCall): void;
  /** Counts an operation's plan: from the cache, or made in this many seconds. */
  planned(plan: { readonly cached: boolean; readonly seconds: number }): void;
  /**
   * Creates a counter for something that the gateway reloads while it runs. @returns a function to call after
   * each reload.
   */
  reload(of: string): (outcome: 'reloaded' | 'refused') => void;
  /** Shows the number of cached plans, read at each scrape. */
  showPlanCache(size: () => number): void;
  /** Shows the breakers' states by subgraph, read at each scrape. */
  showBreakers(states: BreakerStates): void;
  /** Shows the connections to a subgraph, read at each scrape. */
  showPool(subgraph: string, figures: () => Readonly<Record<string, number>>): void;
}

/** The most codes with their own series: subgraphs invent codes too. */
const MAX_CODES = 50;

/**
 * @param known the operation names that become labels, those of the house's own clients. All others are
 *   `other`, so that made-up names do not create series.
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
  /** One entry for each series; the parts of the key are bounded. */
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
      // The series exist from the start, so that the first refusal is an increase.
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
