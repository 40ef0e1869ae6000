import type { Monotonic } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Timeouts } from '../subgraphs/timeouts.ts';
import type { Graph } from './graph.ts';

/** Keeps replaced graphs until no operation needs them. */
export interface Retirement {
  retire(graph: Graph): void;
  readonly size: number;
  /** Ends the graphs that are left. */
  end(): Promise<void>;
}

/**
 * The milliseconds between two checks. An operation that was validated before a replacement starts to execute
 * within one.
 */
const INTERVAL = 1_000;

/** Keeps each graph while operations run on it, but no longer than an operation can take. */
export function createRetirement({
  timeouts,
  now,
  log,
}: {
  readonly timeouts: Timeouts;
  readonly now: Monotonic;
  readonly log: Log;
}): Retirement {
  const waiting = new Map<Graph, NodeJS.Timeout>();
  const longest = timeouts.mutation + timeouts.operation + INTERVAL;
  const end = async (graph: Graph) => {
    clearInterval(waiting.get(graph));
    waiting.delete(graph);
    await graph.end().catch((err: unknown) => log.warn({ err }, 'a replaced supergraph was not ended'));
  };
  return {
    retire(graph) {
      const since = now();
      const check = () => {
        if (graph.running === 0 || now() - since > longest) void end(graph);
      };
      waiting.set(graph, setInterval(check, INTERVAL).unref());
    },
    get size() {
      return waiting.size;
    },
    end: async () => {
      await Promise.all([...waiting.keys()].map(end));
    },
  };
}
