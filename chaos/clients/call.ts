import { z } from 'zod';
import type { Outcome } from '../evidence';

export interface Call {
  readonly base: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly token?: string;
  readonly key?: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly outcome: Outcome;
  readonly status: number | null;
  readonly code: string | null;
  readonly hasRetryAfter: boolean;
  readonly text: string;
  readonly invokeTs: number;
  readonly returnTs: number;
}

/** Longer than the product's own patience: what it answers is heard. */
const PATIENCE_MS = 25_000;
const Problem = z.looseObject({ code: z.string() });

/** One call, and what its client may conclude. An answer that does not come means that nobody knows. */
export async function call({ base, method, path, token, key, json, form, headers }: Call): Promise<Answer> {
  const invokeTs = Date.now();
  const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
  try {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    const { status } = response;
    const code = codeOf(text);
    const hasRetryAfter = response.headers.has('retry-after');
    return { outcome: outcomeOf(status, code), status, code, hasRetryAfter, text, invokeTs, returnTs: Date.now() };
  } catch (error) {
    const outcome = wasRefused(error) ? 'fail' : 'info';
    return { outcome, status: null, code: null, hasRetryAfter: false, text: '', invokeTs, returnTs: Date.now() };
  }
}

export function outcomeOf(status: number, code: string | null): Outcome {
  if (status < 400) return 'ok';
  return status >= 500 || code === 'IDEMPOTENCY_IN_PROGRESS' ? 'info' : 'fail';
}

/** Nobody listened, so nothing was sent. */
const wasRefused = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'ECONNREFUSED';

function codeOf(text: string): string | null {
  if (!text.startsWith('{')) return null;
  const problem = Problem.safeParse(JSON.parse(text));
  return problem.success ? problem.data.code : null;
}
