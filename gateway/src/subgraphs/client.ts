import type { Monotonic } from '@holdfast/kit-base/clock';
import { codeOf, subgraphTimeout, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { AbortSignalLike, Reply, Transport } from '@holdfast/kit-http/transport';
import { GraphQLError } from 'graphql';
import { assertNotSkewed, readAnswer, type SubgraphAnswer } from './answer.ts';
import type { BreakerState } from './breaker.ts';
import type { CallOutcome, ObserveCall, SubgraphCall } from './call.ts';
import { callerHeaders, callerKey } from './caller.ts';
import { createCircuit } from './circuit.ts';
import { NotSent } from './faults.ts';
import { createInFlight } from './inFlight.ts';
import { createResilientSend } from './resilientSend.ts';
import type { Timeouts } from './timeouts.ts';

/** A subgraph as an executor calls it. */
export interface SubgraphClient {
  /** The name that the supergraph gives it. */
  readonly name: string;
  /**
   * @returns the subgraph's answer, its own errors included. The caller owns it, and may change it.
   * @throws GraphQLError SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE, whose message names the subgraph and never
   *   an address. Calls that share a request get the same error: do not change it.
   */
  ask(call: SubgraphCall): Promise<SubgraphAnswer>;
  /** Returns the number of connections in each state. */
  figures(): Readonly<Record<string, number>>;
  /** Returns the state of the circuit breaker. */
  state(): BreakerState;
  /** Lets no further call join a request in flight: what that request read may have changed. */
  outdate(): void;
  /** Waits for the calls in flight. Afterwards no call may be made. */
  end(): Promise<void>;
}

export interface SubgraphClientOptions {
  readonly name: string;
  readonly transport: Transport;
  /** Null sends the client's own `Authorization` instead of an identity. */
  readonly sign: SignIdentity | null;
  /** The timeouts of this subgraph. */
  readonly timeouts: Timeouts;
  /** True when identical concurrent queries of one caller share one request. */
  readonly shareInFlight: boolean;
  /** Called after each mutation, before its answer is returned. */
  readonly onMutated: () => void;
  readonly observe?: ObserveCall | undefined;
  readonly now: Monotonic;
  readonly log: Log;
  /** The milliseconds between two probes of a subgraph that failed; a second by default. */
  readonly probeInterval?: number | undefined;
}

const PROBE = JSON.stringify({ query: '{ __typename }' });
const PROBE_INTERVAL = 1_000;

const ALONE = () => 1;

/** The outcome of a call as known so far. */
type Note = { -readonly [Name in Exclude<keyof CallOutcome, 'milliseconds'>]: CallOutcome[Name] };

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, transport, sign, timeouts, observe, now, log } = options;
  const circuit = createCircuit({
    name,
    ping: async (timeout) => {
      const headers: Record<string, string> = sign ? { [IDENTITY_HEADER]: await sign(null) } : {};
      return transport.send({ headers, body: PROBE, timeout, signal: null });
    },
    probeInterval: options.probeInterval ?? PROBE_INTERVAL,
    now,
    log,
  });
  const sendResiliently = createResilientSend({ name, transport, breaker: circuit, now });
  const inFlight = createInFlight<Reply>(() =>
    subgraphUnavailable(name, new NotSent('The client has gone.')),
  );
  /** The longest that any query may take. */
  const queryTime = Math.min(timeouts.query, timeouts.operation);

  function send(call: SubgraphCall, note: Note, added: Readonly<Record<string, string>>): Promise<Reply> {
    const { caller, body, kind, idempotent, signal } = call;
    const began = now();
    const most = kind === 'query' ? queryTime : timeouts.mutation;
    const time = kind === 'query' ? Math.min(queryTime, caller.deadline - began) : most;
    if (time <= 0) throw subgraphTimeout(name, new NotSent('The operation has no time left.'));
    const hasTime = time >= most / 2;
    const retried = () => {
      note.retried = true;
    };
    const begin = async (ending: AbortSignalLike | null, waiting = ALONE) => {
      const headers = Object.assign(callerHeaders(caller, sign && (await sign(caller.user))), added);
      const onRetry = kind === 'query' || idempotent ? retried : null;
      return sendResiliently({
        headers,
        body,
        deadline: began + time,
        hasTime,
        signal: ending,
        waiting,
        onRetry,
      });
    };
    // A call with little time left must not join: it would get the deadline of another operation.
    const shares = options.shareInFlight && kind === 'query' && hasTime && !caller.fresh;
    if (!shares) return begin(signal);
    const key = `${callerKey(caller, sign !== null)}\n${body}`;
    return inFlight.get(key, signal, begin, () => {
      note.shared = true;
    });
  }

  return {
    name,
    async ask(call) {
      const observation = observe?.(name, call);
      const began = observation ? now() : 0;
      const note: Note = { code: null, status: null, retried: false, shared: false };
      try {
        const reply = await send(call, note, observation?.headers ?? {});
        note.status = reply.status;
        // Each call parses the reply itself, even a shared one: executors merge into the answer they get.
        const answer = readAnswer(name, reply);
        assertNotSkewed(name, answer);
        return answer;
      } catch (error) {
        note.code = codeOf(error) ?? 'INTERNAL_SERVER_ERROR';
        if (error instanceof GraphQLError && !note.shared && !call.caller.disconnected.aborted) {
          const level = error.originalError instanceof NotSent ? 'debug' : 'warn';
          log[level]({ err: error.originalError, subgraph: name, code: note.code }, 'a subgraph failed');
        }
        throw error;
      } finally {
        if (call.kind === 'mutation') {
          call.caller.deadline = now() + timeouts.operation;
          options.onMutated();
        }
        observation?.ended({ ...note, milliseconds: now() - began });
      }
    },
    figures: () => transport.figures?.() ?? {},
    state: circuit.state,
    outdate: inFlight.outdate,
    end: () => {
      circuit.end();
      return transport.end();
    },
  };
}
