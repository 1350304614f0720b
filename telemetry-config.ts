import { isIP } from 'node:net';
import { z } from 'zod';

/** `127.0.0.1:9464` or `[::]:9464`: no name, which may stand for several addresses. */
function isBindAddress(text: string): boolean {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const isV6 = host.startsWith('[') && host.endsWith(']') && isIP(host.slice(1, -1)) === 6;
  return (isV6 || isIP(host) === 4) && Number(port) > 0 && Number(port) < 65_536;
}

/** What the processes tell of themselves. Traces have the standard names of OpenTelemetry, whose libraries read more of them (headers, sampler). */
export const TelemetryEnv = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url().optional(),
  OTEL_SERVICE_NAME: z.string().max(200).optional(),
  TENURE_WORKER_METRICS: z.string().refine(isBindAddress, 'must be an IP address and a port').optional(),
};

export interface TracingSettings {
  /** Address of a collector that takes OTLP over HTTP. */
  readonly url: string;
  /** Name of the process among others, where the operator gives one. */
  readonly serviceName: string | undefined;
}

export interface Telemetry {
  readonly logLevel: string;
  /** Undefined where nobody collects traces. */
  readonly tracing: TracingSettings | undefined;
  /** IP address and port where a worker answers Prometheus; undefined where it does not. */
  readonly workerMetrics: string | undefined;
}

type Given = z.infer<z.ZodObject<typeof TelemetryEnv>>;

export function telemetryOf(given: Given): Telemetry {
  const base = given.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  const url = given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base}/v1/traces`);
  const isOff = given.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  const tracing = url && !isOff ? { url, serviceName: given.OTEL_SERVICE_NAME } : undefined;
  return { logLevel: given.LOG_LEVEL, tracing, workerMetrics: given.TENURE_WORKER_METRICS };
}
