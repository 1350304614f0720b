import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import {
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import type { TracingSettings } from '../../telemetry-config';
import type { Tracing } from './tracing';
import { wordless } from './wordless-exporter';

/** Spans of HTTP, SQL and mail from this process, and of Temporal's client and of activities beside them; `workflows/trace.ts` carries the trace between these. */
export function traceTo(
  { url, serviceName }: TracingSettings,
  part: string,
  exporter: SpanExporter = new OTLPTraceExporter({ url }),
): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': serviceName ?? `tenure-${part}` }))
    .merge(detectResources({ detectors: [envDetector] }));
  const processor = new BatchSpanProcessor(wordless(exporter));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [processor] });
  provider.register();
  const client = new OpenTelemetryWorkflowClientInterceptor();
  return {
    clientInterceptors: [client],
    workerOptions: {
      interceptors: {
        client: { workflow: [client] },
        activity: [
          (context) => ({
            inbound: new OpenTelemetryActivityInboundInterceptor(context),
            outbound: new OpenTelemetryActivityOutboundInterceptor(context),
          }),
        ],
      },
    },
    stop: () => provider.shutdown(),
  };
}
