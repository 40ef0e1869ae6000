import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { readEnv, subgraphSettings } from '@holdfast/kit-base/env';
import { OperatorError } from '@holdfast/kit-base/errors';
import { createIdentityVerifier, type VerifyIdentity } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { createLog, type Log } from '@holdfast/kit-base/log';
import type { EventBus } from '@holdfast/kit-events/bus';
import { connectProcessBus } from '@holdfast/kit-events/connectBus';
import { type Consumer, startConsumer } from '@holdfast/kit-events/consumer';
import type { Event } from '@holdfast/kit-events/event';
import type { Outbox } from '@holdfast/kit-events/outbox';
import { type Relay, startRelay } from '@holdfast/kit-events/relay';
import { runProcess } from '@holdfast/kit-process/lifecycle';
import { createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import { z } from 'zod';
import type { SubgraphServer } from './server.ts';

/** The dependencies that every subgraph's process has. */
export interface SubgraphProcess<Settings> {
  readonly settings: Settings;
  readonly log: Log;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly verifyIdentity: VerifyIdentity;
  /** The registry that its server exports at /metrics. Pass it to everything that has metrics. */
  readonly metrics: Registry;
}

export interface StartedSubgraph {
  readonly server: SubgraphServer;
  /** The outbox whose events are published to the bus of `EVENTS_URL`. They wait while the bus is down. */
  readonly outbox?: Outbox;
  /** The consumer of events from that bus. */
  readonly consumer?: Consumer;
  /** Stops the rest, after the server has answered its requests and closed. */
  stop(): Promise<void>;
}

const commonSchema = z.object(subgraphSettings);

/**
 * Runs a subgraph's process until it stops. Called by its `main.ts`. Reads the settings that every subgraph
 * has (`HOST`, `PORT`, `LOG_LEVEL`, `IDENTITY_TRUST`, `EVENTS_URL`) and the subgraph's own, starts the
 * subgraph, listens, and stops like `runProcess`.
 * @param own the settings that only this subgraph has.
 */
export async function runSubgraph<Own extends z.ZodRawShape>(
  name: string,
  own: Own,
  start: (process: SubgraphProcess<z.infer<z.ZodObject<Own>>>) => Promise<StartedSubgraph>,
): Promise<void> {
  await runProcess(name, async (setLog) => {
    const common = readEnv(z.object({ ...subgraphSettings, ...own }), process.env);
    const settings = common as z.infer<z.ZodObject<Own>>;
    const {
      HOST: host,
      PORT: port,
      LOG_LEVEL,
      IDENTITY_TRUST,
      EVENTS_URL,
    } = common as z.infer<typeof commonSchema>;
    const log = createLog(name, LOG_LEVEL);
    setLog(log);
    const clock = () => new Date();
    const verifyIdentity = createIdentityVerifier(IDENTITY_TRUST, clock);
    const metrics = createMetrics(name);
    const base = { settings, log, clock, newId: newUuid, verifyIdentity, metrics };
    const { server, stop, outbox, consumer } = await start(base);
    if ((outbox || consumer) && EVENTS_URL === undefined) {
      throw new OperatorError('Wrong settings: EVENTS_URL is not set.');
    }
    const connect = sharedBus({ name, url: EVENTS_URL ?? '', log });
    const relay = outbox && startRelay({ outbox, connect, log, metrics });
    if (relay) server.onRequest(relay.hurry);
    const hurried = consumer && hurrying(consumer, relay);
    const consuming = hurried && (await startConsumer({ consumer: hurried, connect, log, metrics }));
    const url = await server.listen({ host, port });
    return {
      url,
      stop: async () => {
        await server.close();
        await relay?.stop();
        await consuming?.stop();
        await stop();
      },
    };
  });
}

/** Makes the relay hurry after each handled event, because a handler may write events. */
function hurrying(consumer: Consumer, relay: Relay | undefined): Consumer {
  if (!relay) return consumer;
  const { handle, handleAll } = consumer.subscription;
  // A handler that fails may have written events first.
  const hurryAfter = async (handled: Promise<void>) => handled.finally(relay.hurry);
  const subscription = {
    ...consumer.subscription,
    handle: (event: Event) => hurryAfter(handle(event)),
    ...(handleAll && { handleAll: (events: readonly Event[]) => hurryAfter(handleAll(events)) }),
  };
  return { ...consumer, subscription };
}

/** Returns a function that connects to the bus on its first call, and shares that connection afterwards. */
function sharedBus({ name, url, log }: { name: string; url: string; log: Log }) {
  let bus: Promise<EventBus> | undefined;
  return (): Promise<EventBus> => {
    bus ??= connectProcessBus({ url, name, log }).catch((error) => {
      bus = undefined;
      throw error;
    });
    return bus;
  };
}
