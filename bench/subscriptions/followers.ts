/** Clients that follow an order: as thin as they can be, since a thousand run in one process beside what is measured. */
import { request } from 'node:http';

export interface Follower {
  /** Resolves when the order has come to this status. */
  heard(status: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Following {
  readonly id: string;
  readonly token: string;
  /** Of the order. */
  readonly fields: string;
}

const queryOf = (fields: string) => `subscription ($id: ID!) { orderUpdated(id: $id) { ${fields} } }`;

/** What was heard last, and who waits for what. */
function ears() {
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

/** Resolves when the first answer came. */
export async function followByWebSocket(url: string, { id, token, fields }: Following): Promise<Follower> {
  const { hear, heard } = ears();
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

/** Resolves when the first answer came. */
export async function followByEvents(url: string, { id, token, fields }: Following): Promise<Follower> {
  const { hear, heard } = ears();
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
    // An answer is small, and comes in one piece.
    response.setEncoding('utf8').on('data', (text: string) => {
      const data = /^event: next\ndata: (.*)$/m.exec(text)?.[1];
      if (data !== undefined) hear(JSON.parse(data).data?.orderUpdated?.status ?? 'none');
    });
  });
  asking.end(JSON.stringify({ query: queryOf(fields), variables: { id } }));
  await heard();
  return { heard, stop: async () => void asking.destroy() };
}
