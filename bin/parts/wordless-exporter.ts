import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/** Of a failure a collector hears what kind it was: messages of PostgreSQL and of relays name values and people, and stacks repeat them. */
export function wordless(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(withoutWords), done),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
    shutdown: () => exporter.shutdown(),
  };
}

function withoutWords(span: ReadableSpan): ReadableSpan {
  const status = { code: span.status.code };
  const events = span.events.map(({ name, time, attributes }) => {
    const kind = attributes?.['exception.type'];
    return { name, time, attributes: kind === undefined ? {} : { 'exception.type': kind } };
  });
  return Object.create(span, { status: { value: status }, events: { value: events } }) as ReadableSpan;
}
