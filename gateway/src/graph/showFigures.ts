import type { GatewayMetrics } from '../telemetry/metrics.ts';
import type { Graphs } from './graphs.ts';

/** What is read at each look: of the subgraphs of the supergraph as it is then. */
export function showFigures(metrics: GatewayMetrics, graphs: Graphs): void {
  metrics.showPlanCache(() => graphs.current().compiled);
  metrics.showBreakers(() =>
    Object.fromEntries(graphs.current().clients.all.map(({ name, state }) => [name, state()])),
  );
  for (const { name } of graphs.current().clients.all) {
    metrics.showPool(
      name,
      () =>
        graphs
          .current()
          .clients.all.find((client) => client.name === name)
          ?.figures() ?? {},
    );
  }
}
