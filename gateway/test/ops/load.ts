import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Clients that send requests continuously, each over its own connection, which it keeps for as long as the
 * server allows.
 */
export interface Load extends AsyncDisposable {
  /** Answers so far. */
  readonly answered: number;
  /** Resolves when this many more requests have been answered. */
  more(count: number): Promise<void>;
  /** Resolves when each client was told to close its connection, and has done so. */
  readonly gone: Promise<void>;
  /** The unexpected outcomes. */
  readonly failures: readonly string[];
}

/** @param asked returns the query of each request. */
export function startLoad(url: string, clients: number, asked: () => string): Load {
  const failures: string[] = [];
  let answered = 0;
  let stopped = false;
  const waiting = new Set<() => void>();

  async function ask(agent: Agent): Promise<IncomingMessage> {
    const asking = request(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    asking.end(JSON.stringify({ query: asked() }));
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    const body = await text(response);
    if (response.statusCode !== 200 || body.includes('errors'))
      failures.push(`${response.statusCode} ${body}`);
    return response;
  }

  async function client(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      while (!stopped) {
        const response = await ask(agent);
        answered++;
        for (const look of waiting) look();
        if (response.headers.connection === 'close') return;
      }
    } catch (error) {
      failures.push(String(error));
    } finally {
      agent.destroy();
    }
  }

  const gone = Promise.all(Array.from({ length: clients }, client)).then(() => {});
  return {
    get answered() {
      return answered;
    },
    more(count) {
      const until = answered + count;
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => answered >= until && resolve();
      waiting.add(look);
      return Promise.race([promise, gone]).finally(() => waiting.delete(look));
    },
    gone,
    failures,
    async [Symbol.asyncDispose]() {
      stopped = true;
      await gone;
    },
  };
}
