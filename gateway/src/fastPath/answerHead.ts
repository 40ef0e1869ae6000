import type { Clock } from '@holdfast/kit-base/clock';
import { REQUEST_ID_HEADER } from '@holdfast/kit-base/scope';

export interface AnswerParts {
  readonly mediaType: string;
  /** The origin of the requesting page. */
  readonly origin: string | undefined;
  /** The body's length in bytes. */
  readonly length: number;
  readonly requestId: string;
  /** The body's content coding; undefined when it is not compressed. */
  readonly encoding: string | undefined;
  /** True when the body depends on the encodings that the client accepts. */
  readonly varies: boolean;
  readonly isLast: boolean;
}

/** Writes the head of an answer with status 200 (RFC 9112, section 4). */
export type AnswerHead = (parts: AnswerParts) => string;

export interface AnswerHeadOptions {
  /** The headers of every answer, as alternating names and values. */
  readonly always: readonly string[];
  /**
   * The headers for a page of this origin, likewise. Returns one of a few lists, always the same one for an
   * origin.
   */
  readonly forOrigin: (origin: string | undefined) => readonly string[];
  /** How long a connection is kept between requests, in milliseconds. */
  readonly keepAlive: number;
  readonly clock: Clock;
}

/** Creates a writer that composes the parts common to many answers only once. */
export function createAnswerHead({ always, forOrigin, keepAlive, clock }: AnswerHeadOptions): AnswerHead {
  const kept = new Map<readonly string[], Map<string, string>>();
  const startOf = (mediaType: string, headers: readonly string[]): string => {
    const known = kept.get(headers) ?? new Map<string, string>();
    kept.set(headers, known);
    const before = known.get(mediaType);
    if (before !== undefined) return before;
    const text = `HTTP/1.1 200 OK\r\n${linesOf(['content-type', mediaType, ...always, ...headers])}`;
    known.set(mediaType, text);
    return text;
  };
  const keepAliveLines = linesOf([
    'connection',
    'keep-alive',
    'keep-alive',
    `timeout=${Math.floor(keepAlive / 1_000)}`,
  ]);
  const closeLines = linesOf(['connection', 'close']);
  let second = Number.NaN;
  let dateLine = '';
  const date = () => {
    const now = clock();
    const current = Math.floor(now.getTime() / 1_000);
    if (current !== second) {
      second = current;
      dateLine = linesOf(['date', now.toUTCString()]);
    }
    return dateLine;
  };
  return ({ mediaType, origin, length, requestId, encoding, varies, isLast }) =>
    `${startOf(mediaType, forOrigin(origin))}content-length: ${length}\r\n${REQUEST_ID_HEADER}: ${requestId}\r\n${
      encoding === undefined ? '' : `content-encoding: ${encoding}\r\n`
    }${varies ? 'vary: accept-encoding\r\n' : ''}${date()}${isLast ? closeLines : keepAliveLines}\r\n`;
}

function linesOf(headers: readonly string[]): string {
  let text = '';
  for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return text;
}
