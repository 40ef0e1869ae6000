/** Keeps the graph that new operations start on, and those on which operations still run. */
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { GraphQLSchema } from 'graphql';
import type { Supergraph } from '../supergraph/load.ts';
import { createGraph, type ExecutionOf, type Graph, type GraphOptions } from './graph.ts';
import { createRetirement } from './retirement.ts';

export interface Graphs {
  /** The gateway for Apollo Server: it executes each operation on the graph that it was validated against. */
  readonly gateway: GatewayInterface;
  /** Returns the graph that new operations start on. */
  current(): Graph;
  /**
   * For operations that do not come through Apollo Server: that of the current graph, which is kept until the
   * operation has ended. Null for the stock executor.
   */
  readonly executionOf: ExecutionOf | null;
  /**
   * Replaces the supergraph. Once it resolves, new operations start on this one; running operations end on
   * theirs.
   * @throws OperatorError when it cannot be used: then nothing has changed.
   */
  replace(supergraph: Supergraph): Promise<void>;
  /** Calls back after each replacement, when cached documents have become useless. */
  onReplaced(callback: () => void): void;
  /** The number of replaced graphs on which operations still run. */
  readonly retired: number;
  /** Ends all graphs. */
  end(): Promise<void>;
}

type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** @throws OperatorError when the supergraph cannot be used. */
export async function createGraphs(supergraph: Supergraph, options: GraphOptions): Promise<Graphs> {
  let current = await createGraph(supergraph, options);
  // Weak, because a request that is being validated holds only the schema of an old graph.
  const bySchema = new WeakMap<GraphQLSchema, Graph>([[current.apiSchema, current]]);
  const retirement = createRetirement(options);
  const schemaListeners = new Set<SchemaListener>();
  const replacedListeners = new Set<() => void>();
  const notify = (listener: SchemaListener) =>
    listener({ apiSchema: current.apiSchema, coreSupergraphSdl: current.supergraph.sdl });

  const gateway: GatewayInterface = {
    async load() {
      for (const listener of schemaListeners) notify(listener);
      return {
        executor: (context) => {
          const graph = bySchema.get(context.schema);
          if (!graph) throw new Error('An operation was validated against an unknown schema.');
          return during(graph, graph.executor(context));
        },
      };
    },
    onSchemaLoadOrUpdate(listener) {
      schemaListeners.add(listener);
      return () => schemaListeners.delete(listener);
    },
    stop: async () => {},
  };

  const executionOf: ExecutionOf = (operation, user) => {
    const graph = current;
    const execute = graph.executionOf?.(operation, user) ?? null;
    return execute && ((variables, caller) => during(graph, execute(variables, caller)));
  };

  return {
    gateway,
    current: () => current,
    executionOf: current.executionOf && executionOf,
    async replace(next) {
      const made = await createGraph(next, options);
      const old = current;
      current = made;
      bySchema.set(made.apiSchema, made);
      for (const listener of schemaListeners) notify(listener);
      for (const listener of replacedListeners) listener();
      retirement.retire(old);
    },
    onReplaced: (callback) => void replacedListeners.add(callback),
    get retired() {
      return retirement.size;
    },
    async end() {
      await Promise.all([current.end(), retirement.end()]);
    },
  };
}

/** Retains the graph while the operation runs; the response does not wait for the release. */
function during<Result>(graph: Graph, executing: Promise<Result>): Promise<Result> {
  graph.retain();
  executing.then(graph.release, graph.release);
  return executing;
}
