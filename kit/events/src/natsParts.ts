import type { JetStreamClient } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BusOptions } from './bus.ts';

/** The dependencies that the parts of the bus on NATS share. */
export interface NatsBusParts extends BusOptions {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
}
