/**
 * Mistakes that this shop might have, each a change of one place of the product, made while a service is loaded. With any of
 * them the harness has to go red: that is how it is known to see something.
 */
import type { Service } from '../../../dev/src/services.ts';
import type { Replacement } from '../hooks/replaceSources.ts';

export interface Defect extends Replacement {
  readonly name: string;
  readonly service: Service;
  /** The invariant that has to be found broken, by its name in `check/`. */
  readonly breaks: string;
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'no-fencing',
    service: 'orders',
    file: 'subgraphs/orders/src/saga/queries/saveOrder.ts',
    from: "{ _id: from.id, 'saga.lease.token': from.saga.lease.token }",
    to: '{ _id: from.id }',
    breaks: 'what was answered holds',
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
    breaks: 'balance + paid = what was put in',
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
    breaks: 'one order for each key',
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
    from: 'await orders.insertOne({ ...toDocument(to), outbox: events });',
    to: `const { publishNow } = await import('../../../../tests/chaos/defects/publishNow.ts');
    await publishNow(events);
    await orders.insertOne({ ...toDocument(to), outbox: [] });`,
    breaks: 'what was told of an order happened',
  },
];

/** @throws Error listing the names when there is none of this one. */
export function defectNamed(name: string): Defect {
  const defect = DEFECTS.find((each) => each.name === name);
  if (!defect) throw new Error(`no defect ${name}; one of ${DEFECTS.map((each) => each.name).join(', ')}`);
  return defect;
}
