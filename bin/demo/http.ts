import { setTimeout as sleep } from 'node:timers/promises';
import type { ZodType } from 'zod';
import { z } from 'zod';
import { sentenceOf, StartFailure } from '../parts/failure';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  /** Makes a repetition of a POST the same request. */
  readonly key?: string;
}

/** The API as one person uses it, or nobody when the token is empty; answers are checked for the fields that are read. */
export type Caller = <T>(request: ApiRequest, answer: ZodType<T>) => Promise<T>;

const LIMIT_MS = 60_000;
const Problem = z.looseObject({
  code: z.string().default(''),
  detail: z.string().default(''),
  errors: z.array(z.looseObject({ path: z.string(), message: z.string() })).default([]),
});

export const Anything = z.unknown();
export const Created = z.looseObject({ id: z.string() });
export const Accepted = z.looseObject({ requestId: z.string() });

export const callerFor =
  (base: string, token: string): Caller =>
  async (request, answer) => {
    const { method, path, body, key } = request;
    const response = await patiently(`${base}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new StartFailure(`${method} ${path} was refused: ${await complaint(response)}`);
    return answer.parse(await response.json());
  };

/** Where a part is away for a moment the answer says so, and the same call may come again. */
export async function patiently(url: string, init: RequestInit = {}): Promise<Response> {
  for (const deadline = Date.now() + LIMIT_MS; ;) {
    const response = await reach(url, init);
    if (response.status !== 503 || Date.now() > deadline) return response;
    await sleep(1_000 * Number(response.headers.get('retry-after') ?? 1));
  }
}

const START = 'start the product with npm start';

/** Asks the running product; when nobody listens it says what to do. */
export async function reach(url: string, init: RequestInit = {}, mend = START): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (error) {
    const reason = error instanceof Error && error.cause ? sentenceOf(error.cause) : sentenceOf(error);
    throw new StartFailure(`${new URL(url).origin} does not answer (${reason}); ${mend}.`);
  }
}

async function complaint(response: Response): Promise<string> {
  const text = await response.text();
  const problem = Problem.safeParse(jsonOr(text));
  if (!problem.success) return `${response.status} ${text.slice(0, 200)}`;
  const { code, detail, errors } = problem.data;
  return [`${response.status} ${code} ${detail}`, ...errors.map((error) => `${error.path}: ${error.message}`)].join(
    '; ',
  );
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
