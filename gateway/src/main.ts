import cluster from 'node:cluster';
import { createLog } from '@holdfast/kit-base/log';
import { runProcess } from '@holdfast/kit-process/lifecycle';
import { readSettings } from './settings.ts';
import { stopTimeout } from './stopTimeout.ts';
import { listenForMetrics } from './telemetry/listen.ts';
import { gatherTraffic } from './traffic/shareTraffic.ts';
import { workersMetrics } from './workers/metrics.ts';
import { startWorkers } from './workers/primary.ts';

/** Handles SIGHUP; does nothing until there is something to reload. */
let reload = () => {};
process.on('SIGHUP', () => reload());

await runProcess(
  'gateway',
  async (setLog) => {
    const settings = readSettings(process.env);
    const { workers, logLevel } = settings;
    const log = createLog('gateway', logLevel, workers > 1 ? { more: { pid: process.pid } } : {});
    setLog(log);
    if (settings.warning !== undefined && !cluster.isWorker) log.warn({}, settings.warning);
    if (workers > 1 && cluster.isPrimary) {
      const now = () => performance.now();
      const traffic = settings.traffic && (await gatherTraffic(settings.traffic, log));
      const primary = await startWorkers({ workers, stopTimeout: stopTimeout(settings), now, log });
      reload = () => primary.signal('SIGHUP');
      const figures = await listenForMetrics(workersMetrics(), settings.metrics, log);
      const stop = async () => {
        await primary.stop().finally(figures.close);
        await traffic?.stop();
      };
      return { ...primary, stop };
    }
    // Imported late: the primary process of workers does not need it, which saves 100 MB.
    const { startGateway } = await import('./gatewayProcess.ts');
    const gateway = await startGateway(settings, process.env, log);
    reload = gateway.reload;
    return gateway;
  },
  { reportedByParent: cluster.isWorker },
);
