/** A gateway as deployed, over real HTTP on both sides. */

import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { Pool } from 'undici';
import { createDocuments } from '../../../src/security/documents/documents.ts';
import { DEFAULT_LIMITS, DEFAULT_LIST_SIZE, type Limits } from '../../../src/security/limits/limits.ts';
import { createGateway } from '../../../src/server.ts';
import { DEFAULT_CONNECTION_LIMITS } from '../../../src/subscriptions/connections.ts';
import type { Supergraph } from '../../../src/supergraph/load.ts';
import { stripSecurityFeatures } from '../../../src/supergraph/securityFeatures.ts';
import { createGatewayMetrics, type Road } from '../../../src/telemetry/metrics.ts';
import { createGatewayTelemetry } from '../../../src/telemetry/telemetry.ts';
import type { Answer as Answered } from '../compare.ts';
import type { FaultPlan } from '../faults.ts';
import type { Operation } from '../operations/random.ts';
import type { Answer } from '../subgraph.ts';
import { serveSubgraphs } from './subgraphs.ts';

export interface Served {
  readonly answer: Answered;
  /** The path by which it answered, according to its metrics; undefined when it counted no operation. */
  readonly road: Road | undefined;
}

export interface ServedGateway extends AsyncDisposable {
  /**
   * Returns true when it supports these faults: a subgraph that counts as down would get no requests of later
   * operations.
   */
  takes(faults: FaultPlan): boolean;
  run(operation: Operation): Promise<Served>;
}

export type ServeGateway = (
  supergraph: Supergraph,
  answers: ReadonlyMap<string, Answer>,
) => Promise<ServedGateway>;

/** Permissions and limits are tested elsewhere: nothing is refused here because of them. */
export const serveGateway: ServeGateway = async (supergraph, answers) => {
  await using opened = new AsyncDisposableStack();
  const subgraphs = opened.use(await serveSubgraphs(answers));
  let road: Road | undefined;
  const metrics = createGatewayMetrics();
  const counting = {
    ...metrics,
    operation(...measured: Parameters<typeof metrics.operation>) {
      road = measured[0].road;
      metrics.operation(...measured);
    },
  };
  const gateway = await createGateway({
    supergraph: {
      sdl: stripSecurityFeatures(supergraph.sdl),
      subgraphs: supergraph.subgraphs.map(({ name }) => ({ name, url: subgraphs.urlOf(name) })),
    },
    executor: 'compiled',
    authentication: null,
    corsOrigins: [],
    introspection: true,
    ide: null,
    timeouts: { query: 60_000, mutation: 60_000, operation: 60_000 },
    compression: false,
    maxConnections: 100,
    drainDelay: 0,
    shareInFlight: true,
    broker: null,
    bodyLimit: 1_048_576,
    limits: UNLIMITED,
    connectionLimits: DEFAULT_CONNECTION_LIMITS,
    listSize: DEFAULT_LIST_SIZE,
    documents: createDocuments('any', null),
    telemetry: createGatewayTelemetry(counting, { newId: newUuid }),
    clock: () => new Date(),
    now: () => performance.now(),
    log: silentLog,
  });
  opened.defer(() => gateway.close());
  const pool = new Pool(await gateway.listen({ host: '127.0.0.1', port: 0 }));
  opened.defer(() => pool.destroy());
  const disposal = opened.move();
  return {
    takes: ({ subgraphs }) =>
      !Object.values(subgraphs).some((fault) => fault === 'unreachable' || fault === 'http500'),
    async run(operation) {
      road = undefined;
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
        },
        body: JSON.stringify(operation),
      });
      const { data, errors = [] } = JSON.parse(await body.text());
      return { answer: { status: statusCode, data: JSON.stringify(data), errors }, road };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
};

const UNLIMITED = Object.fromEntries(
  Object.keys(DEFAULT_LIMITS).map((name) => [name, Number.POSITIVE_INFINITY]),
) as unknown as Limits;
