import { type DestinationStream, pino } from 'pino';
import { currentScope } from './scope.ts';
import { scrub, scrubFields } from './scrub.ts';

/** The part of a logger that our code depends on. Like pino, it takes the fields first, then the message. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export interface LogOptions {
  /** Further fields of every line. None by default. */
  readonly more?: object;
  /** Standard output by default. */
  readonly to?: DestinationStream;
}

/**
 * Creates a log of JSON lines, each with the service's name and, within a request, its id and trace. Never
 * pass secrets in `fields`. As a safety net, texts that look like secrets are hidden, and errors are reduced
 * to their safe properties (`scrub.ts`).
 */
export function createLog(
  service: string,
  level: (typeof LOG_LEVELS)[number],
  { more = {}, to = pino.destination({ fd: 1, sync: true }) }: LogOptions = {},
): Log {
  return pino(
    {
      level,
      base: { service, ...more },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: scopeFields,
      formatters: { level: (label) => ({ level: label }), log: (fields) => scrubFields(fields) },
      // The formatter has turned errors into plain objects; pino's own serializer would process them again.
      serializers: { err: (shown: unknown) => shown },
      hooks: {
        logMethod(given, write) {
          write.apply(
            this,
            given.map((each: unknown) => (typeof each === 'string' ? scrub(each) : each)) as typeof given,
          );
        },
      },
    },
    to,
  );
}

function scopeFields(): object {
  const scope = currentScope();
  if (!scope) return {};
  const { requestId, span } = scope;
  return {
    ...(requestId !== null && { requestId }),
    ...(span.traceId !== null && { traceId: span.traceId }),
  };
}

/** Logs nothing: for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
