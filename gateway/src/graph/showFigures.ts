import type { GatewayMetrics } from '../telemetry/metrics.ts';
import type { Graphs } from './graphs.ts';

/** Registers the metrics that are read at each scrape, from the graph that is current then. */
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
