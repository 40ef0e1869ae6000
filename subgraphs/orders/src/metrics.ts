import { Counter, Gauge, type Registry } from '@holdfast/kit-telemetry/metrics';
import type { Dependencies, SagaWatch } from './dependencies.ts';
import type { SagaStatus } from './domain/sagaState.ts';
import { countSagas, findOldestUnfinished } from './store/countSagas.ts';

/** Counts what becomes of each attempt at a step, by step and outcome. */
export function createSagaWatch(registry: Registry): SagaWatch {
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
  return { acted: (step, kind, outcome) => counters[kind].inc({ step, outcome }) };
}

const WATCHED = ['RUNNING', 'COMPENSATING', 'STUCK'] as const satisfies readonly SagaStatus[];

/** Shows, at each look, how many sagas stand where, in all processes. When the database is away the figures are NaN. */
export function addSagaGauges(
  registry: Registry,
  { orders, clock, log }: Pick<Dependencies, 'orders' | 'clock' | 'log'>,
): void {
  new Gauge({
    name: 'orders_sagas',
    help: 'Sagas that have not ended, by status. STUCK ones wait for staff: npm run orders:stuck.',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      for (const status of WATCHED) this.set({ status }, await orNaN(countSagas(orders, status)));
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
