import type { Db } from './knex';

type Read = () => unknown;
type Answers<T extends readonly Read[]> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };

/**
 * Reads several things: side by side over the pool, one after the other within a transaction, because its one connection
 * answers one statement at a time.
 */
export async function together<const T extends readonly Read[]>(db: Db, reads: T): Promise<Answers<T>> {
  const answers = db.isTransaction ? await inTurn(reads) : await Promise.all(reads.map((read) => read()));
  // Each answer stands where its read stood.
  return answers as Answers<T>;
}

async function inTurn(reads: readonly Read[]): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const read of reads) answers.push(await read());
  return answers;
}
