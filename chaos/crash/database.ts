import pg from 'pg';
import { keepingPlace, pass } from './points';

type Query = (...args: unknown[]) => unknown;

/** Connections that are between `begin` and its end. */
const inTransaction = new WeakSet<object>();
const WRITE = /^\s*(?:with\b[\s\S]*?\b)?(?:insert into|update|delete from)\s+"?(\w+)"?/i;

/** Before and after each commit, and each write that is a transaction of its own. */
export function hookDatabase(): void {
  const { prototype } = pg.Client;
  // Its overloads cannot be said of a wrapper that passes on whatever it gets.
  const query: Query = Reflect.get(prototype, 'query');
  const wrapped = function (this: object, ...args: unknown[]): unknown {
    const durable = durableOf(this, textOf(args[0]));
    if (durable === null) return query.apply(this, args);
    pass(`before ${durable}`);
    return query.apply(
      this,
      toldAfter(args, () => pass(`after ${durable}`)),
    );
  };
  Object.assign(prototype, { query: wrapped });
}

function textOf(given: unknown): string {
  if (typeof given === 'string') return given;
  return typeof given === 'object' && given !== null && 'text' in given ? String(given.text) : '';
}

function durableOf(connection: object, text: string): string | null {
  const [word = ''] = /[a-z]+/i.exec(text) ?? [];
  const verb = word.toLowerCase();
  if (verb === 'begin') inTransaction.add(connection);
  const isInside = inTransaction.has(connection);
  if (verb === 'commit' || verb === 'rollback') inTransaction.delete(connection);
  if (verb === 'commit') return 'commit';
  const table = isInside ? undefined : WRITE.exec(text)?.[1];
  return table === undefined ? null : `write of ${table}`;
}

/** knex hands its callback over as the last argument. */
function toldAfter(args: readonly unknown[], told: () => void): unknown[] {
  const last = args.at(-1);
  if (typeof last !== 'function') return [...args];
  const callback = last as Query;
  const wrapped = (error: unknown, ...rest: unknown[]): unknown => {
    if (!error) told();
    return callback(error, ...rest);
  };
  return [...args.slice(0, -1), keepingPlace(wrapped)];
}
