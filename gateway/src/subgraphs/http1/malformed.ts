/**
 * The bytes received are not an HTTP/1.1 answer, or not one that is accepted. The message is for the log, and
 * names no address.
 */
export class Malformed extends Error {
  override name = 'Malformed';
}

/** The connection ended before the answer did. Its code is a socket's, which marks it as worth a retry. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
  readonly code = 'ECONNRESET';
}

/** The request was not sent. */
export class Refused extends Error {
  override name = 'Refused';
}
