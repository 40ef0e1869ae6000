import type { Clock } from '@holdfast/kit-base/clock';
import { REQUEST_ID_HEADER } from '@holdfast/kit-base/scope';

export interface AnswerParts {
  readonly mediaType: string;
  /** Of the page that asks. */
  readonly origin: string | undefined;
  /** Bytes of the body. */
  readonly length: number;
  readonly requestId: string;
  /** How the body is compressed, if it is. */
  readonly encoding: string | undefined;
  /** Whether it would be another for a client that accepts other encodings. */
  readonly varies: boolean;
  readonly isLast: boolean;
}

/** Writes the head of an answer with status 200 (RFC 9112, section 4). */
export type AnswerHead = (parts: AnswerParts) => string;

export interface AnswerHeadOptions {
  /** Of every answer, as names and values in turn. */
  readonly always: readonly string[];
  /** For a page of this origin, likewise: one of a few lists, always the same for the same. */
  readonly forOrigin: (origin: string | undefined) => readonly string[];
  /** Milliseconds that a connection is kept between requests. */
  readonly keepAlive: number;
  readonly clock: Clock;
}

/** What is the same in many answers is written once. */
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
  const staying = linesOf([
    'connection',
    'keep-alive',
    'keep-alive',
    `timeout=${Math.floor(keepAlive / 1_000)}`,
  ]);
  const leaving = linesOf(['connection', 'close']);
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
    }${varies ? 'vary: accept-encoding\r\n' : ''}${date()}${isLast ? leaving : staying}\r\n`;
}

function linesOf(headers: readonly string[]): string {
  let text = '';
  for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return text;
}
