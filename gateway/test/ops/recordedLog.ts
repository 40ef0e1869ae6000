import type { Log } from '@holdfast/kit-base/log';

export interface Line {
  readonly level: keyof Log;
  readonly message: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself what it expects
  readonly fields: any;
}

/** A log for tests to read. */
export function recordedLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, message, fields });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}
