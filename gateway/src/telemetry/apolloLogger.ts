import type { Log } from '@holdfast/kit-base/log';

/**
 * Adapts our log, which takes fields and a sentence, to Apollo's packages, which log sentences. Their `info`
 * is start-up chatter.
 */
export function apolloLogger(log: Log) {
  const at = (level: keyof Log) => (message?: unknown) => log[level]({ from: 'apollo' }, String(message));
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('error') };
}
