import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const MOST_CHARACTERS = 2_000;

/**
 * Runs a statement in a span of its own, where something is traced that it is part of: what looks round by itself every second would be
 * all that a collector gets. The text has placeholders in place of values.
 */
export async function inStatementSpan<T>(sql: string, work: () => Promise<T>): Promise<T> {
  if (!trace.getSpan(context.active())?.isRecording()) return work();
  const verb = /^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase() ?? 'statement';
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': sql.slice(0, MOST_CHARACTERS) };
  return trace.getTracer('tenure-db').startActiveSpan(verb, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // Not the message: PostgreSQL quotes values in it.
      span.setStatus({ code: SpanStatusCode.ERROR });
      if (isCoded(error)) span.setAttribute('db.response.status_code', error.code);
      throw error;
    } finally {
      span.end();
    }
  });
}

const isCoded = (error: unknown): error is { readonly code: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
