export interface ServerSettings {
  /** The supervisor's name for the server. */
  name: string;
  file: string;
  port: number;
  user: string;
  password: string;
}

/** Parses `MONGO_SERVER`. Fails with a message that names the first problem in it. */
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
    if (typeof value !== 'string' || value === '') throw new Error(`MONGO_SERVER.${name} is not a string`);
    return value;
  };
  const port: unknown = fields.get('port');
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error('MONGO_SERVER.port is not a port');
  }
  const [name, file] = [textOf('name'), textOf('file')];
  return { name, file, port, user: textOf('user'), password: textOf('password') };
}
