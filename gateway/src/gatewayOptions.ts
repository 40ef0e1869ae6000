/** What a gateway is made of, and works by. */
import type { Clock, Monotonic } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Keeping } from '@holdfast/kit-http/keeping';
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
  /** Who executes: `compiled` is ours, `apollo` is `@apollo/gateway`'s. */
  readonly executor: 'compiled' | 'apollo';
  /** Null for a gateway that checks no tokens, vouches for nobody, and passes the client's `Authorization` on. */
  readonly authentication: AuthenticationOptions | null;
  /** Pages that may use the API from a browser: origins, or `*`. */
  readonly corsOrigins: readonly string[];
  /** Whether clients may ask for the schema, and for query plans. */
  readonly introspection: boolean;
  /** The folder of the built IDE, or null for no IDE. */
  readonly ide: string | null;
  readonly timeouts: Timeouts;
  /** Whether answers are compressed for clients that want it. */
  readonly compression: boolean;
  /** Clients' connections at once. */
  readonly maxConnections: number;
  /** Milliseconds between not being ready any more and closing. */
  readonly drainDelay: number;
  /** Whether the same queries of one caller to a subgraph, at one time, are one request. */
  readonly shareInFlight: boolean;
  /** How connections to each subgraph are kept; 128 for a minute each by default. */
  readonly subgraphConnections?: Keeping | undefined;
  /** The largest request in bytes, as it comes and unpacked. */
  readonly bodyLimit: number;
  readonly limits: Limits;
  readonly connectionLimits: ConnectionLimits;
  /** Items that a list is assumed to have where nothing says how many, for the estimated cost. */
  readonly listSize: number;
  /** Which documents clients may send. */
  readonly documents: Documents;
  /** Where events for subscriptions come from; null for a gateway without any. */
  readonly broker: Broker | null;
  /** Which overrides with a label are in force; none by default. */
  readonly overrides?: OverrideSettings;
  /** Starts what plans; a thread for each supergraph by default. */
  readonly startPlanningThread?: StartPlanningThread | undefined;
  /** Told of what it does; by default one of its own, which nobody looks at. */
  readonly telemetry?: GatewayTelemetry;
  /** Counts what clients send; by default nobody does. */
  readonly traffic?: Traffic;
  readonly clock: Clock;
  readonly now: Monotonic;
  readonly log: Log;
}
