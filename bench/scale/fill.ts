import knex from 'knex';
import type { Db } from '../../db/knex';
import { keepLeagueLines } from '../../db/stores/league-lines';
import { keepMissingScores } from '../../db/stores/rolling-scores';
import { localDate } from '../../domain/calendar/zone';
import { EACH, FILLINGS } from './fillings';

/** How much there is of everything; the rest of the figures follow from it. */
export interface Scale {
  readonly engagements: number;
  readonly months: number;
  readonly people: number;
  readonly vendors: number;
}

export interface Filled {
  readonly what: string;
  readonly rows: number;
  readonly ms: number;
}

interface ForeignKey {
  readonly owner: string;
  readonly name: string;
  readonly definition: string;
}

/** Takes foreign keys off and gives back what puts them on again: checked once for all rows, not for each of millions. */
async function withoutForeignKeys(db: Db, work: () => Promise<void>): Promise<void> {
  const { rows } = await db.raw<{ rows: readonly ForeignKey[] }>(
    `select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0`,
  );
  for (const { owner, name } of rows) await db.raw(`alter table ${owner} drop constraint ${name}`);
  await work();
  for (const { owner, name, definition } of rows)
    await db.raw(`alter table ${owner} add constraint ${name} ${definition}`);
}

/** Fills a database set by set, over a connection whose statements may take their time. */
export async function fill(url: string, scale: Scale): Promise<readonly Filled[]> {
  const db = knex({ client: 'pg', connection: url, pool: { min: 1, max: 1 } });
  const filled: Filled[] = [];
  const timed = async (what: string, work: () => Promise<number>): Promise<void> => {
    const from = performance.now();
    const rows = await work();
    filled.push({ what, rows, ms: performance.now() - from });
  };
  try {
    await timed('all of it, with its keys', () => fillAll(db, scale, timed));
    await timed('rolling scores that were not kept', () => keepMissingScores(db));
    await timed('lines of leagues', () => keepLeagueLines(db, localDate('UTC', Date.now())));
    // Each line was written once for each set that changes it, in minutes and not in years: what that leaves behind is of the filling.
    await timed('lines as they would be', () => db.raw('vacuum full portfolio_lines, committed_sums').then(() => 0));
    await timed('vacuum analyze', () => db.raw('vacuum analyze').then(() => 0));
    return filled;
  } finally {
    await db.destroy();
  }
}

async function fillAll(
  db: Db,
  scale: Scale,
  timed: (what: string, work: () => Promise<number>) => Promise<void>,
): Promise<number> {
  let all = 0;
  await withoutForeignKeys(db, async () => {
    for (const [what, sql] of FILLINGS)
      await timed(what, async () => {
        const rows = await inParts(db, sql, scale);
        all += rows;
        return rows;
      });
  });
  return all;
}

/** Engagements of one statement: each of them is locked where scores are kept. */
const AT_ONCE = 5_000;

async function inParts(db: Db, sql: string, scale: Scale): Promise<number> {
  const step = sql.includes(EACH) ? AT_ONCE : Infinity;
  let rows = 0;
  for (let from = 1; from <= scale.engagements; from += step) {
    const part = { ...scale, from, to: Math.min(from + AT_ONCE - 1, scale.engagements) };
    rows += (await db.raw<{ rowCount: number }>(sql, part)).rowCount;
  }
  return rows;
}
