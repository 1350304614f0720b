import type { Knex } from 'knex';
import type { Db } from './knex';

export type Trx = Knex.Transaction;

const RETRYABLE = new Set(['40001', '40P01', '55P03']);
const ATTEMPTS = 3;

/** Runs the work in one transaction; deadlocks and serialization failures are tried again, so the work must be repeatable. */
export async function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return attempt(() => db.transaction(work), ATTEMPTS);
}

async function attempt<T>(work: () => Promise<T>, left: number): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (left <= 1 || !isRetryable(error)) throw error;
    return attempt(work, left - 1);
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && RETRYABLE.has(String(error.code));
}
