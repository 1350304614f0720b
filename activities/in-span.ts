import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

interface Told {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes?: Attributes;
  /** `traceparent` of what it is part of; where it is left out, what runs now. */
  readonly parent?: string | null;
}

/** Does work in a span of its own. Its failure is marked without its words, which may name people. */
export function inSpan<T>({ name, kind, attributes = {}, parent }: Told, work: () => Promise<T>): Promise<T> {
  const around =
    parent === undefined
      ? context.active()
      : propagation.extract(ROOT_CONTEXT, parent === null ? {} : { traceparent: parent });
  return trace.getTracer('tenure-activities').startActiveSpan(name, { kind, attributes }, around, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
