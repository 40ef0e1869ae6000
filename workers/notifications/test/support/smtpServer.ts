/** A mail server (RFC 5321) that keeps its mails. It implements only what nodemailer needs. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type ParsedMail, parseMail } from './parseMail.ts';

export interface Received extends ParsedMail {
  readonly from: string;
  readonly recipients: readonly string[];
}

export interface SmtpServer extends AsyncDisposable {
  readonly url: string;
  /** The mails that it has accepted, in that sequence. */
  readonly mails: readonly Received[];
  /** Resolves once it has accepted that many. */
  count(wanted: number): Promise<readonly Received[]>;
  /** Returns the number of connected clients. */
  connected(): number;
  /** Returns the number of sessions so far. */
  sessions(): number;
  /** Stops listening on its port and cuts all connections. */
  down(): Promise<void>;
  /** Listens on the same port again. */
  up(): Promise<void>;
}

export interface SmtpOptions {
  /** The address to listen on; defaults to any free port of 127.0.0.1. */
  readonly host?: string;
  readonly port?: number;
  /** The answer to a recipient, such as `550 no such mailbox`; undefined accepts the recipient. */
  readonly refuse?: (recipient: string) => string | undefined;
  /** For this many mails, the server cuts the connection after it accepted the mail and before it confirms. */
  readonly cutAfterTaking?: number;
}

export async function smtpServer({
  host = '127.0.0.1',
  port: wanted = 0,
  refuse,
  cutAfterTaking,
}: SmtpOptions = {}): Promise<SmtpServer> {
  const mails: Received[] = [];
  const sockets = new Set<Socket>();
  let sessions = 0;
  let toCut = cutAfterTaking ?? 0;
  let check = () => {};

  async function serve(socket: Socket): Promise<void> {
    const say = (line: string) => socket.write(`${line}\r\n`);
    let from = '';
    let recipients: string[] = [];
    let data: string[] | undefined;
    say('220 test');
    for await (const line of createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })) {
      const [, address = ''] = /<([^>]*)>/.exec(line) ?? [];
      if (data && line === '.') {
        mails.push({ from, recipients, ...parseMail(data.join('\r\n')) });
        data = undefined;
        recipients = [];
        check();
        if (toCut-- > 0) return void socket.destroy();
        say('250 taken');
      } else if (data) data.push(line.replace(/^\./, ''));
      else if (/^EHLO/i.test(line)) say('250 test');
      else if (/^MAIL FROM/i.test(line)) {
        from = address;
        say('250 ok');
      } else if (/^RCPT TO/i.test(line)) {
        const refusal = refuse?.(address);
        if (refusal === undefined) recipients.push(address);
        say(refusal ?? '250 ok');
      } else if (/^DATA/i.test(line)) {
        data = [];
        say('354 go on');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    }
  }

  const open = () =>
    createServer((socket) => {
      sessions++;
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => {});
      void serve(socket).catch(() => {});
    });
  let server = open();
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const down = async () => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  };
  return {
    url: `smtp://${host}:${port}`,
    mails,
    connected: () => sockets.size,
    sessions: () => sessions,
    count: (wanted) =>
      new Promise((resolve) => {
        check = () => {
          if (mails.length >= wanted) resolve(mails);
        };
        check();
      }),
    down,
    up: async () => {
      server = open();
      server.listen(port, host);
      await once(server, 'listening');
    },
    [Symbol.asyncDispose]: down,
  };
}
