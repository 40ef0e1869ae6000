/**
 * PostgreSQL, chapter 55.7: a client's first message has no type. Each later message starts with a type and a
 * length.
 */
const START = { type: 0, length: 4 } as const;
const MESSAGE = { type: 1, length: 4 } as const;
/**
 * SSLRequest and GSSENCRequest. The server answers with a single byte, and the client sends its start message
 * again.
 */
const REQUESTS_BEFORE_START = new Set([80_877_103, 80_877_104]);

/**
 * Creates a reader of a PostgreSQL client's messages. It returns each statement on one line, once for each
 * execution. Statements that are prepared once and executed often are tracked by their names.
 */
export function postgresQueries(): (chunk: Buffer) => string[] {
  let buffered = Buffer.alloc(0);
  let started = false;
  const statements = new Map<string, string>();
  const portals = new Map<string, string>();

  function read(type: string, body: Buffer): string[] {
    const [first = '', second = ''] = body.toString('utf8').split('\0', 2);
    switch (type) {
      case 'Q':
        return [first];
      case 'P':
        statements.set(first, second);
        return [];
      case 'B':
        portals.set(first, statements.get(second) ?? second);
        return [];
      case 'E':
        return [portals.get(first) ?? first];
      default:
        return [];
    }
  }

  return (chunk) => {
    buffered = Buffer.concat([buffered, chunk]);
    const found: string[] = [];
    for (;;) {
      const header = started ? MESSAGE : START;
      if (buffered.length < header.type + header.length) return found.map(onOneLine);
      const size = header.type + buffered.readInt32BE(header.type);
      if (buffered.length < size) return found.map(onOneLine);
      const body = buffered.subarray(header.type + header.length, size);
      if (started) found.push(...read(String.fromCharCode(buffered.readUInt8(0)), body));
      else started = !REQUESTS_BEFORE_START.has(body.readInt32BE(0));
      buffered = buffered.subarray(size);
    }
  };
}

const onOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
