/** Clients that ask at a steady rate, however long answers take. */
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';

export interface Answered {
  /** Milliseconds from the beginning of the load. */
  readonly began: number;
  readonly took: number;
  /** The codes of its errors; null when there are none. */
  readonly codes: string | null;
}

export interface Load {
  /** Answers to queries of fields of sound subgraphs only. */
  readonly others: Answered[];
  /** Answers to queries that also ask the failing one. */
  readonly mixed: Answered[];
  /** Milliseconds since the beginning. */
  now(): number;
  /** Resolves when everything that was asked is answered. */
  end(): Promise<void>;
}

const OTHERS = '{ items { id name } me { name } }';
const MIXED = '{ items { id name stock } me { name } }';

/** @param rate queries a second, half of them of each kind. */
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
    // What a timer missed is caught up with: the rate holds whatever else runs.
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
