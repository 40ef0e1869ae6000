/** A parsed message: headers (RFC 5322, RFC 2047) and the two parts of the body (RFC 2046). */
export interface ParsedMail {
  /** By name, in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
}

/** Parses a message as a mail program does. */
export function parseMail(message: string): ParsedMail {
  const { headers, body } = split(message);
  const type = headers.get('content-type') ?? '';
  const [, boundary] = /^multipart\/alternative;.*boundary="([^"]+)"/.exec(type) ?? [];
  if (boundary === undefined) throw new Error(`Not the two forms of a mail: ${type}`);
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, '')));
  const [text, html] = parts.map(decoded);
  const types = parts.map((part) => part.headers.get('content-type'));
  if (
    text === undefined ||
    html === undefined ||
    types.join() !== 'text/plain; charset=utf-8,text/html; charset=utf-8'
  ) {
    throw new Error(`Not text and HTML: ${types.join()}`);
  }
  return { headers, text, html };
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function split(message: string): Part {
  const end = message.indexOf('\r\n\r\n');
  const lines = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())];
  });
  return { headers: new Map(headers), body: message.slice(end + 4) };
}

/** Decodes the encoded words of a header. */
function words(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(Q|B)\?([^?]*)\?=/gi, (_all, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : quotedPrintable(word.replaceAll('_', ' ')),
    );
}

function decoded({ headers, body }: Part): string {
  const encoding = headers.get('content-transfer-encoding');
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : encoding === 'quoted-printable'
        ? quotedPrintable(body)
        : body;
  return text.replaceAll('\r\n', '\n').trimEnd();
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
