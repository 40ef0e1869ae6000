import { pino } from 'pino';

/** The smallest logger that our code depends on; pino's shape: fields first, then the sentence. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/**
 * JSON lines on standard output, each with the service's name. Secrets never go into `fields`.
 * @param more what each line has besides. Nothing by default.
 */
export function createLog(service: string, level: (typeof LOG_LEVELS)[number], more: object = {}): Log {
  return pino({
    level,
    base: { service, ...more },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

/** Says nothing: for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
