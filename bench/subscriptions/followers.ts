/**
 * Clients that follow an order. They are as thin as possible, because a thousand of them run next to the
 * measured gateway.
 */
import { request } from 'node:http';

export interface Follower {
  /** Resolves once the order has reached this status. */
  heard(status: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Following {
  readonly id: string;
  readonly token: string;
  /** The selected fields of the order. */
  readonly fields: string;
}

const queryOf = (fields: string) => `subscription ($id: ID!) { orderUpdated(id: $id) { ${fields} } }`;

/** Remembers the last status, and wakes the caller that waits for one. */
function statusListener() {
  let last: string | undefined;
  let wake = () => {};
  return {
    hear(status: string) {
      last = status;
      wake();
    },
    async heard(status?: string) {
      while (last === undefined || (status !== undefined && last !== status)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Resolves once the first answer has arrived. */
export async function followByWebSocket(url: string, { id, token, fields }: Following): Promise<Follower> {
  const { hear, heard } = statusListener();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const send = (message: object) => socket.send(JSON.stringify(message));
  socket.addEventListener('open', () =>
    send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  );
  socket.addEventListener('message', ({ data }) => {
    const { type, payload } = JSON.parse(String(data));
    if (type === 'next') hear(payload.data?.orderUpdated?.status ?? 'none');
    if (type === 'connection_ack') {
      send({ id: '1', type: 'subscribe', payload: { query: queryOf(fields), variables: { id } } });
    }
  });
  await heard();
  return { heard, stop: async () => socket.close() };
}

/** Resolves once the first answer has arrived. */
export async function followByEvents(url: string, { id, token, fields }: Following): Promise<Follower> {
  const { hear, heard } = statusListener();
  const asking = request(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
  });
  asking.on('error', () => {});
  asking.on('response', (response) => {
    // An answer is small and arrives in one chunk.
    response.setEncoding('utf8').on('data', (text: string) => {
      const data = /^event: next\ndata: (.*)$/m.exec(text)?.[1];
      if (data !== undefined) hear(JSON.parse(data).data?.orderUpdated?.status ?? 'none');
    });
  });
  asking.end(JSON.stringify({ query: queryOf(fields), variables: { id } }));
  await heard();
  return { heard, stop: async () => void asking.destroy() };
}
