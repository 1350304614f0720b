import { parentPort } from 'node:worker_threads';
import { Unfit } from './inside';
import { LOCAL_WORK } from './work';

/** One call from the pool; answered with the same number. */
export interface Call {
  readonly id: number;
  readonly work: keyof typeof LOCAL_WORK;
  readonly order: never;
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly failure?: { readonly message: string; readonly code?: string; readonly unfit: boolean };
}

parentPort?.on('message', ({ id, work, order }: Call) => parentPort?.postMessage(answer({ id, work, order })));

function answer({ id, work, order }: Call): Answer {
  try {
    return { id, result: LOCAL_WORK[work](order) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id, failure: { message, unfit: error instanceof Unfit, ...codeOf(error) } };
  }
}

const codeOf = (error: unknown): { readonly code?: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
