import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { Counter, Gauge, type Registry } from '@holdfast/kit-telemetry/metrics';
import type { OrdersCollection } from '../database/orderDocument.ts';
import type { SagaStatus } from '../domain/sagaState.ts';
import type { SagaObserver } from './engine.ts';
import { countSagas, findOldestUnfinished } from './queries/findSagas.ts';

/** Creates an observer that counts attempts, by step and outcome. */
export function createSagaObserver(registry: Registry): SagaObserver {
  const labelNames = ['step', 'outcome'] as const;
  const counters = {
    run: new Counter({
      name: 'orders_saga_steps_total',
      help: 'Attempts at a step of the saga: done, refused, or a fault after which it is tried again.',
      labelNames,
      registers: [registry],
    }),
    compensate: new Counter({
      name: 'orders_saga_compensations_total',
      help: 'Attempts at undoing a step of the saga: done, or a fault after which it is tried again.',
      labelNames,
      registers: [registry],
    }),
  };
  return { attempted: (step, kind, outcome) => counters[kind].inc({ step, outcome }) };
}

const SHOWN = ['RUNNING', 'COMPENSATING', 'STUCK'] as const satisfies readonly SagaStatus[];

/**
 * Adds gauges for the sagas of all processes, which are read at each scrape. While the database is away, they
 * are NaN.
 */
export function addSagaGauges(
  registry: Registry,
  { orders, clock, log }: { orders: OrdersCollection; clock: Clock; log: Log },
): void {
  new Gauge({
    name: 'orders_sagas',
    help: 'Sagas that have not ended, by status. STUCK ones wait for staff: npm run orders:stuck.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      for (const status of SHOWN) this.set({ status }, await orNaN(countSagas(orders, status)));
    },
  });
  new Gauge({
    name: 'orders_oldest_unfinished_seconds',
    help: 'How long ago the oldest saga that has not ended began, not counting STUCK ones; 0 when there is none.',
    registers: [registry],
    async collect() {
      const age = (since: Date | null) => (since ? (clock().getTime() - since.getTime()) / 1000 : 0);
      this.set(await orNaN(findOldestUnfinished(orders).then(age)));
    },
  });

  function orNaN(figure: Promise<number>): Promise<number> {
    return figure.catch((err: unknown) => {
      log.warn({ err }, 'a figure for /metrics could not be read');
      return Number.NaN;
    });
  }
}
