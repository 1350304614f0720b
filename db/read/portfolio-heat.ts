import { HEAT_PARTS, type HeatLevel, type HeatPart } from '../../domain/portfolio/heat';
import type { HeatCounts, HeatFilter, HeatLine, HeatMap, PortfolioFilter } from '../../domain/portfolio/schema';
import type { Db } from '../knex';
import { whereOf } from './portfolio-filter';
import { alikeEngagements, SERVING, TERMS } from './portfolio-seen';

const NUMBER_OF = { red: 3, amber: 2, green: 1 } as const satisfies Record<HeatLevel, number>;
const LEVELS: readonly (HeatLevel | null)[] = [null, 'green', 'amber', 'red'];

const isAt = (level: HeatLevel): string => HEAT_PARTS.map((part) => `(${part} = ${NUMBER_OF[level]})::int`).join(' + ');
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
  const alike = alikeEngagements(filter, today);
  const chosen = [
    ...(state ? ['state = :state'] : []),
    ...(level ? [part ? `${part} = ${NUMBER_OF[level]}` : `${isAt(level)} > 0`] : []),
  ].join(' and ');
  const { rows } = await db.raw<{ rows: readonly [Found] }>(
    `with ${alike.sql},
     ${worstOf(alike, chosen || 'true')}
     select (select coalesce(sum(n), 0)::int from alike) as engagements,
       (select coalesce(sum(n), 0)::int from alike where ${chosen || 'true'}) as lines,
       (select json_build_object(${HEAT_PARTS.map(countsOf).join(', ')}) from alike) as counts,
       (select coalesce(json_object_agg(state, n), '{}') from (select state, sum(n)::int as n from alike group by state) s) as "byState",
       (select coalesce(json_agg(line), '[]') from (${LISTED}) line) as items`,
    { ...alike.values, ...(state && { state }), limit, offset, last: offset + limit },
  );
  const { items, ...rest } = rows[0];
  return { ...rest, items: items.map(lineOf) };
}

/** The worst of all engagements that have not ended: those with a part that is red or amber, as the map has them first. */
export async function worstEngagements(
  db: Db,
  { today, limit }: Pick<Slice, 'today' | 'limit'>,
): Promise<readonly HeatLine[]> {
  const alike = alikeEngagements({}, today);
  const { rows } = await db.raw<{ rows: readonly Row[] }>(
    `with ${alike.sql},
     ${worstOf(alike, `${isAt('red')} + ${isAt('amber')} > 0`)}
     ${LISTED}`,
    { ...alike.values, limit, offset: 0, last: limit },
  );
  return rows.map(lineOf);
}

/** The lines of `worst`, with what they are called. */
const LISTED = `select e.id, e.number, e.title, e.state, v.name as vendor, ${PARTS}
  from worst join engagements e on e.id = worst.id left join vendors v on v.id = e.vendor_id
  order by reds desc, ambers desc, e.id`;

/**
 * `worst`: the lines that are asked for, worst first. Kinds are put in order, and lines are looked up of those alone that reach
 * into what is asked for.
 */
const worstOf = ({ lines, where }: { readonly lines: string; readonly where: string }, chosen: string): string =>
  `ranked as (
     select *, coalesce(sum(n) over (order by reds desc, ambers desc groups between unbounded preceding and 1 preceding), 0) as before
     from (select *, ${isAt('red')} as reds, ${isAt('amber')} as ambers from alike where ${chosen}) kind),
   reached as materialized (select * from ranked where before < :last),
   worst as (
     select id, reds, ambers, ${PARTS} from (
       select apart.engagement_id as id, reached.* from reached join apart using (state, health, term, warned)
       union all select plain.engagement_id, reached.* from reached, lateral (
         select e.engagement_id from ${lines}
         where e.state = reached.state and e.health = reached.health and e.has_end = (reached.term = 1) and e.warned = reached.warned
           and ${where} and e.engagement_id not in (select engagement_id from apart)
         order by e.engagement_id limit :last) plain
       where reached.term < 2) found
     order by reds desc, ambers desc, id limit :limit offset :offset)`;

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
