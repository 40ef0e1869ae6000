/**
 * Mistakes that this shop might have. Each changes one place of the product while a service loads it. With
 * any of them the harness must fail, which proves that it can detect something.
 */
import type { Service } from '../../../dev/src/services.ts';
import type { Replacement } from '../hooks/replaceSources.ts';

export interface Defect extends Replacement {
  readonly name: string;
  readonly service: Service;
  /** The name of the invariant in `check/` that must be reported as broken. */
  readonly breaks: string;
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'no-fencing',
    service: 'orders',
    file: 'subgraphs/orders/src/database/orderWrites.ts',
    from: "{ _id: id, 'saga.lease.token': token }",
    to: '{ _id: id }',
    breaks: 'answers still hold',
  },
  {
    name: 'reserve-not-idempotent',
    service: 'inventory',
    file: 'subgraphs/inventory/src/reservations/commandQueue/decideTogether.ts',
    from: 'reference: command.reference,',
    to: 'reference: command.reference + id,',
    breaks: 'no reservation without its order',
  },
  {
    name: 'compensation-skipped',
    service: 'orders',
    file: 'subgraphs/orders/src/saga/steps/steps.ts',
    from: 'new Map(STEPS.map((step) => [step.name, step]))',
    to: 'new Map(STEPS.map((step) => [step.name, { ...step, compensate: async () => ({}) }]))',
    breaks: 'balance + paid = money deposited',
  },
  {
    name: 'fault-taken-for-done',
    service: 'orders',
    file: 'subgraphs/orders/src/saga/steps/confirmReservation.ts',
    from: "if (codeOf(error) === 'CONFLICT') return false;\n    throw error;",
    to: "return codeOf(error) !== 'CONFLICT';",
    breaks: 'sold units = stock gone',
  },
  {
    name: 'key-not-kept',
    service: 'orders',
    file: 'subgraphs/orders/src/checkout/domain/newOrder.ts',
    from: 'idempotencyKey: request.idempotencyKey,',
    to: 'idempotencyKey: request.idempotencyKey + id,',
    breaks: 'one order per idempotency key',
  },
  {
    name: 'no-recovery',
    service: 'orders',
    file: 'subgraphs/orders/src/saga/recovery.ts',
    from: 'while (!stopping.aborted) {',
    to: 'while (false) {',
    breaks: 'every order ended',
  },
  {
    name: 'no-second-refresh',
    service: 'users',
    file: 'subgraphs/users/src/sessions/refreshSession.ts',
    from: "if (standing.kind === 'spent') {",
    to: "if (standing.kind !== 'newest') {",
    breaks: 'no session lost by refreshing',
  },
  {
    name: 'event-before-commit',
    service: 'orders',
    file: 'subgraphs/orders/src/checkout/queries.ts',
    from: 'await writes.insert({ ...toDocument(to), outbox: events });',
    to: `const { publishNow } = await import('../../../../tests/chaos/defects/publishNow.ts');
    await publishNow(events);
    await writes.insert({ ...toDocument(to), outbox: [] });`,
    breaks: 'events report only what happened',
  },
];

/** @throws Error that lists the known names when there is no such defect. */
export function defectNamed(name: string): Defect {
  const defect = DEFECTS.find((each) => each.name === name);
  if (!defect)
    throw new Error(
      `There is no defect ${name}. Choose one of ${DEFECTS.map((each) => each.name).join(', ')}.`,
    );
  return defect;
}
