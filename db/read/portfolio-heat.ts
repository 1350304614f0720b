import { HEAT_PARTS, type HeatLevel, type HeatPart } from '../../domain/portfolio/heat';
import type { HeatCounts, HeatFilter, HeatLine, HeatMap, PortfolioFilter } from '../../domain/portfolio/schema';
import type { Db } from '../knex';
import { whereOf } from './portfolio-filter';
import { seenEngagements, SERVING, TERMS } from './portfolio-seen';

const NUMBER_OF = { red: 3, amber: 2, green: 1 } as const satisfies Record<HeatLevel, number>;
const LEVELS: readonly (HeatLevel | null)[] = [null, 'green', 'amber', 'red'];

const isAt = (level: HeatLevel): string => HEAT_PARTS.map((part) => `(${part} = ${NUMBER_OF[level]})::int`).join(' + ');
const WORST = `${isAt('red')} desc, ${isAt('amber')} desc`;
const PARTS = HEAT_PARTS.join(', ');
const countsOf = (part: HeatPart): string => {
  const at = (level: HeatLevel): string =>
    `'${level}', coalesce(sum(n) filter (where ${part} = ${NUMBER_OF[level]}), 0)::int`;
  return `'${part}', json_build_object(${at('red')}, ${at('amber')}, ${at('green')})`;
};

interface Slice {
  /** The day on which ends of contracts are near. */
  readonly today: string;
  readonly offset: number;
  readonly limit: number;
}

interface Row extends Readonly<Record<HeatPart, number>> {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly state: HeatLine['state'];
  readonly vendor: string | null;
}

interface Found {
  readonly engagements: number;
  readonly counts: HeatCounts;
  readonly byState: HeatMap['byState'];
  readonly lines: number;
  readonly items: readonly Row[];
}

/** Every engagement that has not ended as a line with a level for each part, worst first. */
export async function readHeatMap(
  db: Db,
  { state, part, level, ...filter }: HeatFilter,
  { today, offset, limit }: Slice,
): Promise<Omit<HeatMap, 'next'>> {
  const seen = seenEngagements(filter, today);
  const chosen = [
    ...(state ? ['state = :state'] : []),
    ...(level ? [part ? `${part} = ${NUMBER_OF[level]}` : `${isAt(level)} > 0`] : []),
  ].join(' and ');
  const { rows } = await db.raw<{ rows: readonly [Found] }>(
    `with ${seen.sql},
     -- Engagements are alike in few ways: one pass over them, and what is counted is counted of those.
     alike as materialized (select state, ${PARTS}, count(*)::int as n from seen group by state, ${PARTS}),
     worst as (
       select * from seen where ${chosen || 'true'}
       order by ${WORST}, id limit :limit offset :offset)
     select (select coalesce(sum(n), 0)::int from alike) as engagements,
       (select coalesce(sum(n), 0)::int from alike where ${chosen || 'true'}) as lines,
       (select json_build_object(${HEAT_PARTS.map(countsOf).join(', ')}) from alike) as counts,
       (select coalesce(json_object_agg(state, n), '{}') from (select state, sum(n)::int as n from alike group by state) s) as "byState",
       (select coalesce(json_agg(line), '[]') from (
         select e.id, e.number, e.title, e.state, v.name as vendor, ${PARTS}
         from worst join engagements e on e.id = worst.id left join vendors v on v.id = e.vendor_id
         order by ${WORST}, e.id) line) as items`,
    { ...seen.values, ...(state && { state }), limit, offset },
  );
  const { items, ...rest } = rows[0];
  return { ...rest, items: items.map(lineOf) };
}

/** The worst of all engagements that have not ended: those with a part that is red or amber, as the map has them first. */
export async function worstEngagements(
  db: Db,
  { today, limit }: Pick<Slice, 'today' | 'limit'>,
): Promise<readonly HeatLine[]> {
  const seen = seenEngagements({}, today, 'at-risk');
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `with ${seen.sql},
     worst as (
       select * from seen where ${isAt('red')} + ${isAt('amber')} > 0 order by ${WORST}, id limit :limit)
     select e.id, e.number, e.title, e.state, v.name as vendor, ${PARTS}
     from worst join engagements e on e.id = worst.id left join vendors v on v.id = e.vendor_id
     order by ${WORST}, e.id`,
    { ...seen.values, limit },
  );
  return rows.map(lineOf);
}

const lineOf = ({ id, number, title, state, vendor, ...levels }: Row): HeatLine => ({
  engagementId: id,
  number,
  title,
  state,
  vendor,
  parts: {
    performance: LEVELS[levels.performance] ?? null,
    risk: LEVELS[levels.risk] ?? null,
    contract: LEVELS[levels.contract] ?? null,
    exit: LEVELS[levels.exit] ?? null,
    cost: LEVELS[levels.cost] ?? null,
  },
});

/** A contract that ends soon. */
export interface EndingContract {
  readonly engagementId: string;
  readonly number: string;
  readonly title: string;
  readonly vendor: string | null;
  readonly ends: string;
  readonly noticeDeadline: string;
  readonly renewal: string;
}

export interface Ending {
  readonly total: number;
  readonly items: readonly EndingContract[];
}

/** Contracts in force that end within so many days, soonest first; one that is over and was neither renewed nor ended is among them. */
export async function endingContracts(
  db: Db,
  filter: PortfolioFilter,
  { today, days, limit }: { readonly today: string; readonly days: number; readonly limit: number },
): Promise<Ending> {
  const { where, values } = whereOf(filter);
  const { rows } = await db.raw<{ rows: readonly (EndingContract & { readonly total: number })[] }>(
    `with ${TERMS}
     select e.id as "engagementId", e.number, e.title, v.name as vendor, ends::text, deadline::text as "noticeDeadline", renewal,
       count(*) over ()::int as total
     from terms join engagements e on e.id = terms.engagement_id left join vendors v on v.id = e.vendor_id
     where ${SERVING} and ${where} and ends <= :today::date + :days::int order by ends, e.id limit :limit`,
    { ...values, today, days, limit },
  );
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total: _total, ...row }) => row) };
}
