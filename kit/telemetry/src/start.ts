import { httpUrl, readEnv } from '@holdfast/kit-base/env';
import type { Log } from '@holdfast/kit-base/log';
import { setTracer } from '@holdfast/kit-base/trace';
import { z } from 'zod';

/** The settings that every process has, with the names of OpenTelemetry. */
const settings = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'must be a number, 0 to 1')
    .transform(Number)
    .default(1),
});

export interface Telemetry {
  /**
   * Sends the waiting spans, for at most a second, so that an unavailable collector does not delay the exit.
   */
  stop(): Promise<void>;
}

/**
 * Starts to export traces to the collector of `OTEL_EXPORTER_OTLP_ENDPOINT`, by OTLP over HTTP. Without a
 * collector it loads nothing.
 * @param log returns the log, once there is one, for warnings about an unavailable collector.
 * @throws OperatorError that names the wrong settings.
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
  setTracer(tracer);
  return {
    stop: async () => {
      setTracer(null);
      await stop();
    },
  };
}
