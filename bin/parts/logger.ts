import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { type DestinationStream, type Logger, pino } from 'pino';
import { redactLine } from './redact';

export interface LogOptions {
  /** Which program writes: it stands in every line. */
  readonly part: string;
  readonly level: string;
  /** Standard output when absent. */
  readonly destination?: DestinationStream;
}

const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'secret', 'token', 'email'] as const;

/** The one logger: JSON, a line each, in UTC. Every line is redacted as a whole before it is written, whoever wrote it. */
export function createLogger({ part, level, destination }: LogOptions): Logger {
  const options = {
    level,
    base: { part },
    serializers: { err: told, error: told },
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '…' },
    hooks: { streamWrite: redactLine },
    mixin: traceOf,
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Under which trace a line was written, where something is traced. */
function traceOf(): object {
  const span = trace.getSpanContext(context.active());
  return span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

/** Of an error what says where to look. Its other fields are of libraries: rows, statements, answers of relays. */
function told(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    message: error.message,
    stack: error.stack,
    ...(error.cause !== undefined && { cause: told(error.cause) }),
  };
}

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Temporal's own lines, and those of workflows and activities, through the same logger. */
export const temporalLogger = (log: Logger): DefaultLogger =>
  new DefaultLogger('WARN', ({ level, message, meta }: LogEntry) => log[LEVELS[level]]({ ...meta }, message));
