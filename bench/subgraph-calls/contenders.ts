import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import type { SubgraphCall } from '../../gateway/src/subgraphs/call.ts';
import { createSubgraphClient } from '../../gateway/src/subgraphs/client.ts';
import { createHttp1Transport } from '../../gateway/src/subgraphs/http1/transport.ts';
import { silentLog } from '../../kit/base/src/log.ts';
import { MAX_CONNECTION_AGE } from '../../kit/http/src/connectionPolicy.ts';
import type { Transport } from '../../kit/http/src/transport.ts';
import { createUndiciTransport } from '../../kit/http/src/undiciTransport.ts';

export interface Contender {
  readonly name: string;
  readonly call: () => Promise<unknown>;
}

const TIMEOUT = 2_000;
const CONNECTIONS = 128;
const CONNECTION_POLICY = { maxConnections: CONNECTIONS, maxAge: MAX_CONNECTION_AGE };
/** A token as long as a signed identity. */
const TOKEN = 'eyJ'.padEnd(330, 'x');
const BODY = JSON.stringify({
  query: 'query Users__users__0 { users { id name } }'.padEnd(160),
  variables: {
    representations: Array.from({ length: 4 }, (_, n) => ({ __typename: 'User', id: String(n) })),
  },
});
const OWN = { 'x-holdfast-identity': TOKEN, 'x-holdfast-client-address': '127.0.0.1' };
const HEADERS = { 'content-type': 'application/json', accept: 'application/json', ...OWN };

export function contenders(url: string): Contender[] {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const plain = async (signal: AbortSignal | null = null) => {
    const { body } = await pool.request({ method: 'POST', path, headers: HEADERS, body: BODY, signal });
    return JSON.parse(await body.text());
  };
  const withSignals = () => {
    const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), new AbortController().signal]);
    const aborted = new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    return Promise.race([plain(signal), aborted]);
  };
  const node = () =>
    new Promise((resolve, reject) => {
      const headers = { ...HEADERS, 'content-length': Buffer.byteLength(BODY) };
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        text(response).then((read) => resolve(JSON.parse(read)), reject);
      });
      sent.on('error', reject);
      sent.end(BODY);
    });
  const byUndici = () => createUndiciTransport('users', url, CONNECTION_POLICY);
  const byOurs = () => createHttp1Transport('users', url, CONNECTION_POLICY);
  return [
    { name: 'undici request(), signals and a race, as it was', call: withSignals },
    { name: 'undici request() without an end', call: () => plain() },
    { name: 'node:http', call: node },
    { name: 'undici and one timer (kit/transport)', call: bareCall(byUndici()) },
    { name: 'ours and one timer (subgraphs/http1)', call: bareCall(byOurs()) },
    { name: 'undici with deadline, breaker, retry (subgraphs/client)', call: clientCall(byUndici(), false) },
    { name: 'ours with deadline, breaker, retry', call: clientCall(byOurs(), false) },
    { name: 'undici with that and sharing', call: clientCall(byUndici(), true) },
    { name: 'ours with that and sharing', call: clientCall(byOurs(), true) },
  ];
}

function bareCall(transport: Transport): () => Promise<unknown> {
  return async () => {
    const signal = new AbortController().signal;
    return JSON.parse((await transport.send({ headers: OWN, body: BODY, timeout: TIMEOUT, signal })).text);
  };
}

/** Each call has a different caller, so that no answer is shared. */
function clientCall(transport: Transport, shareInFlight: boolean): () => Promise<unknown> {
  const client = createSubgraphClient({
    name: 'users',
    transport,
    sign: async () => TOKEN,
    timeouts: { query: TIMEOUT, mutation: TIMEOUT, operation: TIMEOUT },
    shareInFlight,
    onMutated() {},
    now: () => performance.now(),
    log: silentLog,
  });
  let n = 0;
  return () => {
    const disconnected = new AbortController().signal;
    const deadline = performance.now() + TIMEOUT;
    const user = { id: String(n++), roles: [] };
    const caller = { user, clientAddress: '127.0.0.1', disconnected, deadline };
    const call: SubgraphCall = { caller, body: BODY, kind: 'query', idempotent: true, signal: disconnected };
    return client.ask(call);
  };
}
