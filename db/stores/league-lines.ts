import { ROLLING_FORMULA } from '../../domain/review/rolling-score';
import { type LeaguePair, type LeagueRules, type SummedLine, summedLines } from '../read/league-sums';
import { scoreRules } from '../read/score-rules';
import type { Db } from '../knex';
import { inTransaction, type Trx } from '../transaction';

/** One more wherever the way in which a line is summed makes another one of it, so that kept ones are summed anew. */
const LINE_FORMULA = 1;

/** By what a line was summed; one of other rules does not hold. */
export const lineRules = ({ vendor, rolling }: LeagueRules): string =>
  `${vendor.score} ${rolling} ${String(ROLLING_FORMULA)}.${String(LINE_FORMULA)}`;

const TOGETHER = 500;

/**
 * Keeps lines of leagues that have a mark, are of other rules, or hold no longer on a day, until there are none or it is told
 * to stop; answers how many it went over. One program at a time does so: another one, with an older view, could write last.
 */
export async function keepLeagueLines(db: Db, today: string, stop?: AbortSignal): Promise<number> {
  const rules = await scoreRules(db);
  let all = 0;
  for (;;) {
    const some = stop?.aborted ? 0 : await inTransaction(db, (trx) => keepSome(trx, { rules, today }));
    if (some === 0) return all;
    all += some;
  }
}

interface Asked {
  readonly rules: LeagueRules;
  readonly today: string;
}

async function keepSome(trx: Trx, asked: Asked): Promise<number> {
  const { rows } = await trx.raw<{ rows: readonly { readonly mine: boolean }[] }>(
    `select pg_try_advisory_xact_lock(hashtext('league-lines')) as mine`,
  );
  if (!rows[0]?.mine) return 0;
  const marks = await takeMarks(trx);
  const pairs = marks.length > 0 ? await markedPairs(trx, marks) : await outdatedPairs(trx, asked);
  // After the marks were taken: whatever is not seen yet leaves a mark that is not taken.
  const lines = await summedLines(trx, pairs, asked);
  await removeLines(trx, pairs);
  const row = rowWith(asked.rules);
  if (lines.length > 0) await trx('league_lines').insert(lines.map(row));
  return Math.max(marks.length, pairs.length);
}

type Mark = { readonly engagement_id: string | null } & {
  readonly category: string | null;
  readonly vendor_id: string | null;
};

async function takeMarks(trx: Trx): Promise<readonly Mark[]> {
  const { rows } = await trx.raw<{ rows: readonly Mark[] }>(
    `delete from league_marks where id in (select id from league_marks order by id limit :limit)
     returning engagement_id, category, vendor_id`,
    { limit: TOGETHER },
  );
  return rows;
}

async function markedPairs(trx: Trx, marks: readonly Mark[]): Promise<readonly LeaguePair[]> {
  const ids = marks.flatMap(({ engagement_id: id }) => id ?? []);
  const named = marks.filter((mark) => mark.category !== null);
  const { rows } = await trx.raw<{ rows: readonly LeaguePair[] }>(
    `select service_type as category, vendor_id as "vendorId" from engagements where id = any(:ids) and vendor_id is not null
     union select category, vendor_id from unnest(:categories::text[], :vendorIds::uuid[]) as m (category, vendor_id)`,
    { ids, categories: named.map(({ category }) => category), vendorIds: named.map((mark) => mark.vendor_id) },
  );
  return rows;
}

async function outdatedPairs(trx: Trx, { rules, today }: Asked): Promise<readonly LeaguePair[]> {
  const { rows } = await trx.raw<{ rows: readonly LeaguePair[] }>(
    `select category, vendor_id as "vendorId" from league_lines where rules < :rules
     union select category, vendor_id from league_lines where rules > :rules
     union select category, vendor_id from league_lines where holds_until <= :today::date
     limit :limit`,
    { rules: lineRules(rules), today, limit: TOGETHER },
  );
  return rows;
}

async function removeLines(trx: Trx, pairs: readonly LeaguePair[]): Promise<void> {
  await trx.raw(
    `delete from league_lines l using unnest(:categories::text[], :vendorIds::uuid[]) as p (category, vendor_id)
     where l.category = p.category and l.vendor_id = p.vendor_id`,
    { categories: pairs.map(({ category }) => category), vendorIds: pairs.map(({ vendorId }) => vendorId) },
  );
}

const rowWith =
  (rules: LeagueRules) =>
  ({ vendorId, holdsFrom, holdsUntil, ...line }: SummedLine) => ({
    ...line,
    ...{ vendor_id: vendorId, holds_from: holdsFrom, holds_until: holdsUntil, rules: lineRules(rules) },
  });
