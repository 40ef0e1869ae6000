/** What was received is no answer of HTTP/1.1, or none that is taken. Its text is for the log: it names no address. */
export class Malformed extends Error {
  override name = 'Malformed';
}

/** The connection ended before the answer did. Its code is that of a socket, by which it is known to be worth a retry. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
  readonly code = 'ECONNRESET';
}

/** The request was not sent. */
export class Refused extends Error {
  override name = 'Refused';
}
