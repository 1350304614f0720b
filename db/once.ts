import type { Db } from './knex';

const answersOf = new WeakMap<Db, Map<string, Promise<unknown>>>();

/**
 * For what is gathered from many parts and changes nothing, such as a page: what several parts ask through `once` is read
 * for all of them. It holds what was read as long as it lives, so it lives for one page.
 */
export function gathering(db: Db): Db {
  const own = new Proxy(db, {});
  answersOf.set(own, new Map());
  return own;
}

export const isGathering = (db: Db): boolean => answersOf.has(db);

/** Reads, or answers what was read of the same by that name; where nothing is gathered, it always reads. */
export function once<T>(db: Db, name: string, read: () => Promise<T>): Promise<T> {
  const answers = answersOf.get(db);
  if (!answers) return read();
  const answer = answers.get(name) ?? read();
  answers.set(name, answer);
  // A name belongs to one read.
  return answer as Promise<T>;
}
