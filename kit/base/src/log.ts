import { type DestinationStream, pino } from 'pino';
import { currentScope } from './scope.ts';
import { scrub, scrubFields } from './scrub.ts';

/** The smallest logger that our code depends on; pino's shape: fields first, then the sentence. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export interface LogOptions {
  /** What each line has besides. Nothing by default. */
  readonly more?: object;
  /** Standard output by default. */
  readonly to?: DestinationStream;
}

/**
 * JSON lines, each with the service's name and, within a request, its id and trace. Secrets never go into `fields`; what
 * looks like one all the same is hidden, and of an error there is no more than what went wrong (`scrub.ts`).
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
      // The formatter has made plain objects of errors; pino's own serializer would take them for errors again.
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

/** Says nothing: for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
