export interface ServerSettings {
  /** What the supervisor calls it. */
  name: string;
  file: string;
  port: number;
  user: string;
  password: string;
}

/** `MONGO_SERVER` as the server to start. Fails with one message that names what is wrong in it. */
export function parseSettings(text: string | undefined): ServerSettings {
  if (text === undefined || text === '') throw new Error('MONGO_SERVER is not set');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Error('MONGO_SERVER is not JSON', { cause });
  }
  const fields = typeof parsed === 'object' && parsed !== null ? new Map(Object.entries(parsed)) : new Map();
  const textOf = (name: string): string => {
    const value: unknown = fields.get(name);
    if (typeof value !== 'string' || value === '') throw new Error(`MONGO_SERVER.${name} is not a text`);
    return value;
  };
  const port: unknown = fields.get('port');
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error('MONGO_SERVER.port is not a port');
  }
  const [name, file] = [textOf('name'), textOf('file')];
  return { name, file, port, user: textOf('user'), password: textOf('password') };
}
