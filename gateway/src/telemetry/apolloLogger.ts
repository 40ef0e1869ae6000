import type { Log } from '@holdfast/kit-base/log';

/** Apollo's packages log sentences; ours are fields and a sentence. What they call info is start-up chatter. */
export function apolloLogger(log: Log) {
  const at = (level: keyof Log) => (message?: unknown) => log[level]({ from: 'apollo' }, String(message));
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('error') };
}
