import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { Carrier } from './carrier/carrier.ts';
import type { Patience } from './domain/trouble.ts';
import type { OrdersCollection } from './store/orderDocument.ts';

/** The subgraphs that an order needs. */
export interface Services {
  readonly users: ServiceClient;
  readonly products: ServiceClient;
  readonly inventory: ServiceClient;
  readonly payments: ServiceClient;
}

/** Is told what becomes of each attempt at a step, and at undoing one. */
export interface SagaWatch {
  acted(step: string, kind: 'run' | 'compensate', outcome: 'done' | 'refused' | 'fault'): void;
}

/** What the use cases need from outside. */
export interface Dependencies {
  readonly orders: OrdersCollection;
  readonly services: Services;
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly newId: NewId;
  /** 0 to 1: for the jitter of retries. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly log: Log;
  /** Milliseconds that a client waits for its order at most. */
  readonly requestDeadline: number;
  readonly patience: Patience;
  readonly watch: SagaWatch;
}
