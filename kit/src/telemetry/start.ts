import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { httpUrl, readEnv } from '../env.ts';
import type { Log } from '../log.ts';
import { useTracer } from './trace.ts';

/** Settings that every process has; the names are OpenTelemetry's. */
const settings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'must be a number, 0 to 1')
    .transform(Number)
    .default(1),
});

export interface Telemetry {
  /** Sends the spans that wait, in a second at most: a collector that is away holds nobody up. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const FLUSH_TIMEOUT = 1_000;

/**
 * Begins to export traces to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`, by OTLP over HTTP. Without one it loads nothing.
 * @param log where a collector that is away is told of, when there is a log by then.
 * @throws OperatorError naming what is wrong.
 */
export async function startTelemetry(
  service: string,
  env: NodeJS.ProcessEnv,
  log: () => Log | undefined,
): Promise<Telemetry> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = readEnv(settings, env);
  if (endpoint === undefined) return { stop: async () => {} };
  const { createOtlpTracer } = await import('./otlp.ts');
  const onAway = (err: unknown) =>
    log()?.warn({ err }, 'traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT now; they are dropped');
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const { tracer, stop } = createOtlpTracer({ service, url, ratio, onAway });
  useTracer(tracer);
  return {
    stop: async () => {
      useTracer(null);
      await Promise.race([stop().catch(() => {}), delay(FLUSH_TIMEOUT, undefined, { ref: false })]);
    },
  };
}
