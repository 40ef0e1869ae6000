/** The graph that operations begin on, and those that some still run on. */
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { GraphQLSchema } from 'graphql';
import type { Supergraph } from '../supergraph/load.ts';
import { createGraph, type ExecutionOf, type Graph, type GraphOptions } from './graph.ts';
import { createRetirement } from './retirement.ts';

export interface Graphs {
  /** What Apollo Server executes by: each operation by the graph that it was validated against. */
  readonly gateway: GatewayInterface;
  /** Where an operation that comes now begins. */
  current(): Graph;
  /** For what does not come through Apollo Server: as the current graph's, which is kept until the operation has ended. Null
   * where the executor is not ours. */
  readonly executionOf: ExecutionOf | null;
  /**
   * From when it resolves, operations begin on this supergraph; those that run end on theirs.
   * @throws OperatorError when it cannot be used: then nothing has changed.
   */
  replace(supergraph: Supergraph): Promise<void>;
  /** Calls back after each replacement, when what was kept of documents is of no use any more. */
  onReplaced(callback: () => void): void;
  /** Graphs replaced that operations still run on. */
  readonly retired: number;
  /** Ends all of them. */
  end(): Promise<void>;
}

type SchemaListener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/** @throws OperatorError when the supergraph cannot be used. */
export async function createGraphs(supergraph: Supergraph, options: GraphOptions): Promise<Graphs> {
  let current = await createGraph(supergraph, options);
  // Weak, since a request in the midst of its validation holds the schema, and nothing else of an old graph.
  const bySchema = new WeakMap<GraphQLSchema, Graph>([[current.apiSchema, current]]);
  const retirement = createRetirement(options);
  const schemaListeners = new Set<SchemaListener>();
  const replacedListeners = new Set<() => void>();
  const tell = (listener: SchemaListener) =>
    listener({ apiSchema: current.apiSchema, coreSupergraphSdl: current.supergraph.sdl });

  const gateway: GatewayInterface = {
    async load() {
      for (const listener of schemaListeners) tell(listener);
      return {
        executor: (context) => {
          const graph = bySchema.get(context.schema);
          if (!graph) throw new Error('An operation was validated against no schema of ours.');
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
      for (const listener of schemaListeners) tell(listener);
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

/** Keeps the graph for as long as the operation runs; the answer does not wait for that. */
function during<Result>(graph: Graph, executing: Promise<Result>): Promise<Result> {
  graph.retain();
  executing.then(graph.release, graph.release);
  return executing;
}
