/**
 * The two WebSocket sub-protocols of GraphQL. The gateway speaks `graphql-transport-ws`. It translates the
 * older `graphql-ws` (of the library subscriptions-transport-ws: GraphQL Playground, Apollo Client 2, older
 * mobile clients) message by message, so that the same rules hold for both.
 */
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType } from 'graphql-ws';

export interface Codec {
  /**
   * @param text a client's message.
   * @returns the message in `graphql-transport-ws`, empty for none; null when the client ends the connection.
   */
  read(text: string): string | null;
  /** @param text a message in `graphql-transport-ws`. */
  write(text: string): readonly string[];
  /** The protocol's own keep-alive message, in addition to WebSocket pings. */
  readonly beat: string | null;
  /** True when clients send operations before their `connection_init` is acknowledged. */
  readonly isHasty: boolean;
  /** The last message before a connection is closed with `code`, if there is one. */
  farewell(code: number, reason: string): string | null;
}

const OLD_PROTOCOL = 'graphql-ws';

/** @returns the sub-protocol for a client that offers these; false when none is ours. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL)) return GRAPHQL_TRANSPORT_WS_PROTOCOL;
  return offered.has(OLD_PROTOCOL) && OLD_PROTOCOL;
}

/** @param protocol the choice of `chooseProtocol`; empty for none. */
export function codecOf(protocol: string): Codec | undefined {
  return CODECS.get(protocol);
}

const plain: Codec = {
  read: (text) => text,
  write: (text) => [text],
  beat: null,
  isHasty: false,
  farewell: () => null,
};

const NO_MESSAGE = '';
const KEEP_ALIVE = JSON.stringify({ type: 'ka' });

/** https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md */
const old: Codec = {
  read(text) {
    const message = parse(text);
    switch (message?.['type']) {
      case 'connection_init':
        return text;
      case 'start':
        return JSON.stringify({ ...message, type: MessageType.Subscribe });
      case 'stop':
        return JSON.stringify({ id: message['id'], type: MessageType.Complete });
      case 'connection_terminate':
        return null;
      default:
        return NO_MESSAGE;
    }
  },
  write(text) {
    // The first match is the message's own type: quotes in the id before it are escaped.
    const isNext = /^\{"id":"(?:[^"\\]|\\.)*","type":"next"/.test(text);
    if (isNext) return [text.replace('"type":"next"', '"type":"data"')];
    const { id, type, payload } = parse(text) ?? {};
    if (type === MessageType.ConnectionAck) return [text, KEEP_ALIVE];
    if (type !== MessageType.Error) return [text];
    // An `error` of this protocol holds only one error; its own server reports a wrong document in this way,
    // too.
    return [
      JSON.stringify({ id, type: 'data', payload: { errors: payload } }),
      JSON.stringify({ id, type: MessageType.Complete }),
    ];
  },
  beat: KEEP_ALIVE,
  isHasty: true,
  farewell: (code, message) =>
    code === CloseCode.Unauthorized || code === CloseCode.Forbidden
      ? JSON.stringify({ type: 'connection_error', payload: { message } })
      : null,
};

const CODECS = new Map([
  [GRAPHQL_TRANSPORT_WS_PROTOCOL, plain],
  [OLD_PROTOCOL, old],
]);

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
