import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Milliseconds. */
const CONNECT_TIMEOUT = 5_000;
const ANSWER_TIMEOUT = 5_000;
const PAUSE = 250;

/** Lets the server notice within about 11 seconds that this process's machine has gone. */
const KEEPALIVE =
  'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

export interface ListenerOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly channel: string;
  onNotice(payload: string): void;
  /**
   * Called with each new connection before it listens, the first one included: for session locks. When it
   * rejects, the connection is closed.
   */
  onConnect(query: (text: string, values?: unknown[]) => Promise<unknown>): Promise<void>;
  /** Called when it listens again after an outage: notices were missed. */
  onReconnect(): void;
}

export interface Listener {
  /** Breaks a connection on which the server does not answer, so that a new one is opened. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens on a channel of LISTEN/NOTIFY over a connection of its own, which is opened again whenever it breaks.
 * @throws the driver's error when the first connection fails.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { url, name, channel } = options;
  let closed = false;
  let client: pg.Client;

  const connect = async (): Promise<pg.Client> => {
    const opened = new pg.Client({
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: ANSWER_TIMEOUT,
      keepAlive: true,
    });
    let established = false;
    // Errors of a broken connection arrive here; its `end` follows.
    opened.on('error', () => {});
    opened.on('end', () => {
      if (established && !closed) void reconnect();
    });
    opened.on('notification', ({ payload = '' }) => options.onNotice(payload));
    try {
      await opened.connect();
      await opened.query(KEEPALIVE);
      await options.onConnect((text, values) => opened.query(text, values));
      await opened.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      opened.connection.stream.destroy();
      throw error;
    }
    established = true;
    return opened;
  };
  const reconnect = async () => {
    while (!closed) {
      await delay(PAUSE);
      const opened = await connect().catch(() => undefined);
      if (!opened) continue;
      client = opened;
      if (closed) opened.connection.stream.destroy();
      else options.onReconnect();
      return;
    }
  };

  client = await connect();
  return {
    probe: async () => {
      const probed = client;
      // `end` would wait for the answer that does not come.
      await probed.query('select 1').catch(() => void probed.connection.stream.destroy());
    },
    close: async () => {
      closed = true;
      await client.end();
    },
  };
}
