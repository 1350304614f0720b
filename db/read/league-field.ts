import { type Scored, scoredOf } from '../../domain/review/league';
import type { Db } from '../knex';
import { lineRules } from '../stores/league-lines';
import { type LeaguePair, type LeagueRules, type SummedLine, summedLines } from './league-sums';
import { running, type ServedEngagement, servedEngagements } from './served';

interface Asked {
  readonly today: string;
  readonly rules: LeagueRules;
}

/** A vendor in a category, with the score of its running services together. */
export type FieldLine = LeaguePair & Scored & Pick<SummedLine, 'engagements' | 'currencies'>;

/**
 * `field`: every line of some categories, and whether it holds on the day `:today`: it is kept by the rules of now, and
 * nothing that it is made of has changed since.
 */
const FIELD = `
  marked as materialized (
    select e.service_type as category, e.vendor_id from league_marks m join engagements e on e.id = m.engagement_id
      where e.vendor_id is not null and e.service_type = any(:categories)
    union select category, vendor_id from league_marks where category = any(:categories)),
  field as (
    select coalesce(l.category, m.category) as category, coalesce(l.vendor_id, m.vendor_id) as vendor_id,
      l.score, l.previous, l.engagements, l.currencies,
      m.vendor_id is null and not l.apart and l.rules = :rules
        and coalesce(l.holds_from <= :today::date, true) and coalesce(l.holds_until > :today::date, true) as holds
    from (select * from league_lines where category = any(:categories)) l
      full join marked m on m.category = l.category and m.vendor_id = l.vendor_id)`;

const valuesOf = (categories: readonly string[], { today, rules }: Asked) => ({
  ...{ categories: [...categories], rules: lineRules(rules), today },
});

type Kept = FieldLine & { readonly holds: boolean };

/** Every vendor that serves in a category, with what its running services score together. */
export async function leagueField(db: Db, category: string, asked: Asked): Promise<readonly FieldLine[]> {
  const { rows } = await db.raw<{ rows: readonly Kept[] }>(
    `with ${FIELD}
     select category, vendor_id as "vendorId", score::float8, previous::float8, engagements, currencies, holds from field`,
    valuesOf([category], asked),
  );
  const summed = await scoredLines(
    db,
    rows.filter(({ holds }) => !holds),
    asked,
  );
  return [...rows.flatMap(({ holds, ...line }) => (holds ? line : [])), ...summed];
}

/** What one vendor scores in a category, and the scores of everybody there, its own among them. */
export interface PlaceInField {
  readonly category: string;
  readonly own: Scored;
  readonly scores: readonly number[];
}

interface Found {
  readonly category: string;
  readonly own: Scored | null;
  readonly scores: readonly number[];
  /** Vendors whose lines do not hold. */
  readonly open: readonly string[];
}

/** One vendor in each of some categories in which it serves; thousands of others are read as their scores alone. */
export async function placesInField(
  db: Db,
  { vendorId, categories, ...asked }: Asked & { readonly vendorId: string; readonly categories: readonly string[] },
): Promise<readonly PlaceInField[]> {
  const { rows } = await db.raw<{ rows: readonly Found[] }>(
    `with ${FIELD}
     select category, json_agg(json_build_object('score', score, 'previous', previous))
         filter (where holds and vendor_id = :vendorId) -> 0 as own,
       coalesce(json_agg(score) filter (where holds and score is not null), '[]') as scores,
       coalesce(json_agg(vendor_id) filter (where not holds), '[]') as open
     from field group by category`,
    { ...valuesOf(categories, asked), vendorId },
  );
  const open = rows.flatMap(({ category, open: ids }) => ids.map((id) => ({ category, vendorId: id })));
  const summed = await scoredLines(db, open, asked);
  return rows.flatMap(({ category, own, scores }) => {
    const others = summed.filter((line) => line.category === category);
    const found = own ?? others.find((line) => line.vendorId === vendorId);
    return found ? [{ category, own: found, scores: [...scores, ...others.flatMap(({ score }) => score ?? [])] }] : [];
  });
}

/** Lines that do not hold, as they stand: those of one currency are summed where they are, the others service by service. */
async function scoredLines(db: Db, pairs: readonly LeaguePair[], asked: Asked): Promise<readonly FieldLine[]> {
  const lines = await summedLines(db, pairs, asked);
  const apart = lines.filter((line) => line.apart);
  if (apart.length === 0) return lines;
  const { today: on, rules } = asked;
  const [categories, vendorIds] = [distinct(apart, 'category'), distinct(apart, 'vendorId')];
  const { engagements } = await servedEngagements(db, { categories, vendorIds, on, rolling: rules.rolling });
  const own = new Map<string, ServedEngagement[]>();
  for (const one of running(engagements)) own.set(keyOf(one), [...(own.get(keyOf(one)) ?? []), one]);
  return lines.map((line) => (line.apart ? { ...line, ...scoredOf(own.get(keyOf(line)) ?? [], rules) } : line));
}

const distinct = (lines: readonly LeaguePair[], key: keyof LeaguePair): readonly string[] => [
  ...new Set(lines.map((line) => line[key])),
];
const keyOf = ({ category, vendorId }: LeaguePair): string => `${category} ${vendorId}`;
