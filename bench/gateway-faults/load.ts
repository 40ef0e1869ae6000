/** Clients that send queries at a steady rate, however long the answers take. */
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

export interface Answered {
  /** Milliseconds from the beginning of the load. */
  readonly began: number;
  readonly took: number;
  /** The codes of the answer's errors; null when there are none. */
  readonly codes: string | null;
}

export interface Load {
  /** Answers to queries that use only healthy subgraphs. */
  readonly others: Answered[];
  /** Answers to queries that also use the failing one. */
  readonly mixed: Answered[];
  /** Returns the milliseconds since the beginning. */
  now(): number;
  /** Stops the load and resolves once every query is answered. */
  end(): Promise<void>;
}

const OTHERS = '{ items { id name } me { name } }';
const MIXED = '{ items { id name stock } me { name } }';

/** @param rate queries per second, half of each kind. */
export function startLoad(url: string, rate: number): Load {
  const start = performance.now();
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  const now = () => performance.now() - start;
  const load = { others: [] as Answered[], mixed: [] as Answered[] };
  const running = new Set<Promise<void>>();

  const ask = async (query: string, into: Answered[]) => {
    const began = now();
    const codes = await post(url, agent, query).catch((error: Error) => error.message);
    into.push({ began, took: now() - began, codes });
  };
  const track = (asked: Promise<void>) => {
    running.add(asked);
    asked.finally(() => running.delete(asked));
  };
  let sent = 0;
  const timer = setInterval(() => {
    // Catches up with what a late timer missed, so that the rate holds whatever else runs.
    for (const due = (now() / 1_000) * rate; sent < due; sent++) {
      track(sent % 2 ? ask(OTHERS, load.others) : ask(MIXED, load.mixed));
    }
  }, 1);
  return {
    ...load,
    now,
    async end() {
      clearInterval(timer);
      await Promise.all(running);
      agent.destroy();
    },
  };
}

function post(url: string, agent: Agent, query: string): Promise<string | null> {
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      json(response).then((answer) => {
        const { errors } = answer as { errors?: { extensions: { code: string } }[] };
        resolve(errors ? errors.map(({ extensions }) => extensions.code).join(' ') : null);
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
