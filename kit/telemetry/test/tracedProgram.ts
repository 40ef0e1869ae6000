/** Runs a few spans, and prints as JSON what that loaded and connected to. */
import { subscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { batch } from '@holdfast/kit-base/batch';
import { silentLog } from '@holdfast/kit-base/log';
import { scopeHeaders, traced } from '@holdfast/kit-base/trace';
import { startTelemetry } from '../src/start.ts';

let connections = 0;
subscribe('net.client.socket', () => connections++);
const warnings: string[] = [];
const log = { ...silentLog, warn: (_fields: object, message: string) => void warnings.push(message) };

const telemetry = await startTelemetry('things', process.env, () => log);
let traceparent: string | null = null;
await traced('outer', { attributes: { things: 1 } }, async () => {
  traceparent = scopeHeaders()['traceparent'] ?? null;
  await batch('things', async (ids: readonly string[]) => ids)(['1', '2']);
  await traced('failing', {}, () => Promise.reject(new TypeError('hunter2'))).catch(() => {});
});
// More spans than one batch holds.
if (process.env['MANY']) for (let n = 0; n < 2_000; n++) await traced('one of many', {}, async () => n);
await telemetry.stop();
const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) =>
  file.includes('@opentelemetry/'),
);
process.stdout.write(JSON.stringify({ loaded, connections, traceparent, warnings }));
process.exit();
