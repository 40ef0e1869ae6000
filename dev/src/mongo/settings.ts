export interface ServerSettings {
  /** What the supervisor calls it. */
  name: string;
  file: string;
  port: number;
  user: string;
  password: string;
}

/** `MONGO_SERVERS` as the list of servers to start. Fails with one message that names what is wrong in it. */
export function parseSettings(text: string | undefined): ServerSettings[] {
  if (text === undefined || text === '') throw new Error('MONGO_SERVERS is not set');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Error('MONGO_SERVERS is not JSON', { cause });
  }
  if (!Array.isArray(parsed) || parsed.length === 0)
    throw new Error('MONGO_SERVERS is not a list of servers');
  return parsed.map(parseServer);
}

function parseServer(entry: unknown, index: number): ServerSettings {
  const fields = typeof entry === 'object' && entry !== null ? new Map(Object.entries(entry)) : new Map();
  const text = (name: string): string => {
    const value: unknown = fields.get(name);
    if (typeof value !== 'string' || value === '') {
      throw new Error(`MONGO_SERVERS[${index}].${name} is not a text`);
    }
    return value;
  };
  const port: unknown = fields.get('port');
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`MONGO_SERVERS[${index}].port is not a port`);
  }
  return { name: text('name'), file: text('file'), port, user: text('user'), password: text('password') };
}
