import { createClient } from 'graphql-ws';
import { SubscriptionClient } from 'subscriptions-transport-ws';
import { WebSocket } from 'ws';

export interface Request {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  /** Sent as headers or, over a WebSocket, in the payload of its first message. */
  readonly headers?: Record<string, string>;
}

// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
export type Answers = AsyncGenerator<any, void, undefined>;

/** The ways to listen. Each yields the answers one by one. */
export const TRANSPORTS: Readonly<
  Record<string, (url: string, request: Request, token?: string) => Answers>
> = {
  WebSocket: overWebSocket,
  'WebSocket of Playground': overOldWebSocket,
  'server-sent events': overEvents,
};

async function* overWebSocket(url: string, { headers, ...request }: Request, token?: string): Answers {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    retryAttempts: 0,
    connectionParams: { ...headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
  });
  try {
    yield* client.iterate(request);
  } finally {
    await client.dispose();
  }
}

const NO_DOCUMENT = '(named by its hash)';

/** The client sends nothing without a document. */
class SocketWithoutDocument extends WebSocket {
  override send(text: string): void {
    super.send(text.replace(JSON.stringify(NO_DOCUMENT), '""'));
  }
}

/** Listens with subscriptions-transport-ws, which Playground uses. */
async function* overOldWebSocket(url: string, { headers, ...request }: Request, token?: string): Answers {
  const connectionParams = { ...headers, ...(token !== undefined && { Authorization: `Bearer ${token}` }) };
  const address = `${url.replace('http', 'ws')}/graphql`;
  const client = new SubscriptionClient(address, { connectionParams }, SocketWithoutDocument);
  const answers: unknown[] = [];
  let [isOver, failure, wake] = [false, undefined as unknown, () => {}];
  const end = (reason?: unknown) => {
    isOver = true;
    failure = reason;
    wake();
  };
  // Without `reconnect` it does not report a lost connection to its listeners.
  client.onDisconnected(() => end());
  client.request({ ...request, query: request.query || NO_DOCUMENT }).subscribe({
    next(answer) {
      answers.push(answer);
      wake();
    },
    error: end,
    complete: end,
  });
  try {
    while (answers.length > 0 || !isOver) {
      if (answers.length > 0) yield answers.shift();
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    if (failure !== undefined) throw failure;
  } finally {
    client.close();
  }
}

async function* overEvents(url: string, { headers, ...request }: Request, token?: string): Answers {
  const gone = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(request),
    signal: gone.signal,
  });
  try {
    if (!response.body || response.status !== 200) throw new Error(`HTTP ${response.status}`);
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: next\ndata: (.*)$/s.exec(event)?.[1];
        if (data !== undefined) yield JSON.parse(data);
        if (event.startsWith('event: complete')) return;
      }
    }
  } finally {
    gone.abort();
  }
}

/** Collects all answers, to the end. */
// biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
export async function all(answers: Answers): Promise<any[]> {
  const found = [];
  for await (const answer of answers) found.push(answer);
  return found;
}
