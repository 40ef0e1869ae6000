import { GraphQLError } from 'graphql';
import { SchemaSkew, type SubgraphAnswer } from './answer.ts';
import { joinFetches, joinQueries, type SubgraphFetch, splitAnswer } from './joinFetches.ts';
import { rememberJoined } from './rememberJoined.ts';

/** Sends a fetch to a subgraph, on behalf of a client's request. Rejects when there is no answer at all. */
export type Ask<Request extends object> = (request: Request, fetch: SubgraphFetch) => Promise<SubgraphAnswer>;

interface Waiting {
  readonly fetch: SubgraphFetch;
  readonly resolve: (answer: SubgraphAnswer | Promise<SubgraphAnswer>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Joins the fetches of one client request that start in the same turn of the event loop, as `@apollo/gateway`
 * starts all fetches of a Parallel node. A single fetch is sent unchanged. Without an answer, all of them
 * reject with the same reason.
 *
 * One fetch can cost all others their data: by nulling a root field that is never null (such as `_entities`),
 * or by a text that the subgraph refuses. Each fetch is then sent alone, so that none suffers from the
 * others.
 * @param ask for queries only, because it may send them twice.
 */
export function mergeFetches<Request extends object>(ask: Ask<Request>): Ask<Request> {
  const requests = new Map<Request, Waiting[]>();
  const joinTexts = rememberJoined(joinQueries);

  async function askTogether(request: Request, waiting: readonly Waiting[]): Promise<void> {
    const fetches = waiting.map(({ fetch }) => fetch);
    const askAlone = ({ fetch, resolve }: Waiting) => resolve(ask(request, fetch));
    try {
      const answer = await ask(request, joinFetches(fetches, joinTexts));
      const answers = answer.data ? splitAnswer(answer, fetches.length) : [];
      for (const [n, each] of waiting.entries()) {
        const own = answers[n];
        if (own) each.resolve(own);
        else askAlone(each);
      }
    } catch (reason) {
      if (reason instanceof GraphQLError && reason.originalError instanceof SchemaSkew)
        waiting.forEach(askAlone);
      else for (const { reject } of waiting) reject(reason);
    }
  }

  function turnEnds(request: Request): void {
    const waiting = requests.get(request) ?? [];
    requests.delete(request);
    const [only] = waiting;
    if (only && waiting.length === 1) only.resolve(ask(request, only.fetch));
    else void askTogether(request, waiting);
  }

  return (request, fetch) =>
    new Promise((resolve, reject) => {
      const waiting = requests.get(request);
      if (waiting) waiting.push({ fetch, resolve, reject });
      else {
        requests.set(request, [{ fetch, resolve, reject }]);
        setImmediate(turnEnds, request);
      }
    });
}
