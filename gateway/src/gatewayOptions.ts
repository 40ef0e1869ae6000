/** The parts and settings of a gateway. */
import type { Clock, Monotonic } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { ConnectionPolicy } from '@holdfast/kit-http/connectionPolicy';
import type { OverrideSettings } from './overrides/overrides.ts';
import type { StartPlanningThread } from './planning/thread/planningThread.ts';
import type { AuthenticationOptions } from './security/authentication.ts';
import type { Documents } from './security/documents/documents.ts';
import type { Limits } from './security/limits/limits.ts';
import type { Timeouts } from './subgraphs/timeouts.ts';
import type { Broker } from './subscriptions/broker.ts';
import type { ConnectionLimits } from './subscriptions/connections.ts';
import type { Supergraph } from './supergraph/load.ts';
import type { GatewayTelemetry } from './telemetry/telemetry.ts';
import type { Traffic } from './traffic/traffic.ts';

export interface GatewayOptions {
  readonly supergraph: Supergraph;
  /** The executor: `compiled` is ours, `apollo` is `@apollo/gateway`'s. */
  readonly executor: 'compiled' | 'apollo';
  /**
   * Null for a gateway that checks no tokens, signs no identities, and passes the client's `Authorization`
   * on.
   */
  readonly authentication: AuthenticationOptions | null;
  /** The origins of pages that may use the API from a browser, or `*`. */
  readonly corsOrigins: readonly string[];
  /** True when clients may query the schema and see query plans. */
  readonly introspection: boolean;
  /** The folder of the built IDE; null for no IDE. */
  readonly ide: string | null;
  readonly timeouts: Timeouts;
  /** True when answers are compressed for clients that accept it. */
  readonly compression: boolean;
  /** The most client connections at once. */
  readonly maxConnections: number;
  /** The milliseconds between becoming unready and closing. */
  readonly drainDelay: number;
  /** True when identical concurrent queries of one caller to a subgraph share one request. */
  readonly shareInFlight: boolean;
  /** How connections to each subgraph are kept; by default 128, for a minute each. */
  readonly subgraphConnections?: ConnectionPolicy | undefined;
  /** The largest request in bytes, both as received and decoded. */
  readonly bodyLimit: number;
  readonly limits: Limits;
  readonly connectionLimits: ConnectionLimits;
  /** The items that a list is assumed to have when nothing says how many, for the estimated cost. */
  readonly listSize: number;
  /** The documents that clients may send. */
  readonly documents: Documents;
  /** The source of events for subscriptions; null for a gateway without events. */
  readonly broker: Broker | null;
  /** The overrides with a label that are in force; none by default. */
  readonly overrides?: OverrideSettings;
  /** Starts the planner; by default a thread for each supergraph. */
  readonly startPlanningThread?: StartPlanningThread | undefined;
  /** Observes the gateway; by default a private one that is never read. */
  readonly telemetry?: GatewayTelemetry;
  /** Counts the operations of clients; by default they are not counted. */
  readonly traffic?: Traffic;
  readonly clock: Clock;
  readonly now: Monotonic;
  readonly log: Log;
}
