import { context, propagation } from '@opentelemetry/api';

/** What is being traced now, as W3C writes it in a header; null where nothing is. */
export function currentTraceParent(): string | null {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}
