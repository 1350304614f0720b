import { periodAt, shiftPeriod } from '../domain/calendar/periods';
import { localDate } from '../domain/calendar/zone';
import type { Locale, Person } from '../domain/people/people';
import { ENDING_DAYS, HEAT_PARTS } from '../domain/portfolio/heat';
import type { HeatFilter, PortfolioTable } from '../domain/portfolio/schema';
import type { Share } from '../domain/vendor/concentration';
import type { Db } from '../db/knex';
import { readConcentration } from '../db/read/concentration';
import { currencyRules } from '../db/read/currency-rules';
import { endingContracts, readHeatMap } from '../db/read/portfolio-heat';
import { portfolioMonths } from '../db/read/portfolio-months';
import { overdueApprovals } from '../db/read/portfolio-overdue';
import { labelOf, translate } from '../templates/catalog';
import { gateTitleOf, requestTitle } from '../templates/request-title';
import { shareCell, type SheetCell, type SheetColumn, type SheetTable } from './sheets/sheet';

interface Asked {
  readonly filter: HeatFilter;
  readonly reader: Pick<Person, 'locale' | 'timeZone'>;
  readonly now: number;
}

interface Drawn {
  readonly columns: readonly (readonly [string, NonNullable<SheetColumn['kind']>])[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/** As many rows as a sheet holds. */
const ALL = 10_000;
export const MONTHS_BACK = 12;

/** A table of the portfolio as its page shows it, but whole. */
export async function portfolioTable(
  db: Db,
  { table, ...asked }: Asked & { readonly table: PortfolioTable },
): Promise<SheetTable> {
  const { columns, rows } = await TABLES[table](db, asked);
  const { locale } = asked.reader;
  return {
    name: translate(locale, `portfolio.${table}`),
    columns: columns.map(([key, kind]) => ({ title: labelOf(locale, 'portfolio-column', key), kind })),
    rows,
  };
}

const levelIn = (locale: Locale, level: string | null): string | null => level && labelOf(locale, 'heat-level', level);
const dayOf = ({ reader, now }: Asked): string => localDate(reader.timeZone, now);

async function heatRows(db: Db, asked: Asked): Promise<Drawn> {
  const { locale } = asked.reader;
  const { items } = await readHeatMap(db, asked.filter, { today: dayOf(asked), offset: 0, limit: ALL });
  const named = ['number', 'title', 'vendor', 'state', ...HEAT_PARTS];
  return {
    columns: named.map((key) => [key, 'text']),
    rows: items.map(({ number, title, vendor, state, parts }) => [
      number,
      title,
      vendor,
      labelOf(locale, 'state', state),
      ...HEAT_PARTS.map((part) => levelIn(locale, parts[part])),
    ]),
  };
}

async function endingRows(db: Db, asked: Asked): Promise<Drawn> {
  const { locale } = asked.reader;
  const query = { today: dayOf(asked), days: ENDING_DAYS.amber, limit: ALL };
  const { items } = await endingContracts(db, asked.filter, query);
  return {
    columns: [['number', 'text'], ['title', 'text'], ['vendor', 'text'], ['ends', 'date'], ['notice-deadline', 'date'], ['renewal', 'text']], // prettier-ignore
    rows: items.map(({ number, title, vendor, ends, noticeDeadline, renewal }) => [
      number,
      title,
      vendor,
      ends,
      noticeDeadline,
      labelOf(locale, 'renewal', renewal),
    ]),
  };
}

async function overdueRows(db: Db, asked: Asked): Promise<Drawn> {
  const { locale, timeZone } = asked.reader;
  const { items } = await overdueApprovals(db, asked.filter, { now: asked.now, limit: ALL });
  return {
    columns: [
      ['request', 'text'],
      ['engagement', 'text'],
      ['step', 'text'],
      ['assignee', 'text'],
      ['due', 'date'],
    ],
    rows: items.map(({ subject, engagement, step, assignee, dueAt }) => [
      requestTitle(locale, { title: subject.title, gate: gateTitleOf(subject, engagement) }),
      engagement?.number ?? null,
      step,
      assignee,
      localDate(timeZone, dueAt),
    ]),
  };
}

async function concentrationRows(db: Db, asked: Asked): Promise<Drawn> {
  const { locale } = asked.reader;
  const { reporting: currency } = await currencyRules(db);
  const found = await readConcentration(db, { currency, on: dayOf(asked), filter: asked.filter });
  const rowsOf = (scope: string, shares: readonly Share[]): readonly (readonly SheetCell[])[] =>
    shares.map(({ name, engagements, annual, spendBp, critical, criticalBp, level }) => [
      labelOf(locale, 'portfolio-scope', scope),
      name,
      engagements,
      annual,
      currency,
      shareCell(spendBp),
      critical,
      shareCell(criticalBp),
      levelIn(locale, level),
    ]);
  return {
    columns: [['scope', 'text'], ['name', 'text'], ['engagements', 'number'], ['annual', 'number'], ['currency', 'text'], ['spend-share', 'percent'], ['critical', 'number'], ['critical-share', 'percent'], ['level', 'text']], // prettier-ignore
    rows: [...rowsOf('vendor', found.vendors), ...rowsOf('group', found.groups), ...rowsOf('country', found.countries)],
  };
}

async function monthRows(db: Db, { filter, now }: Asked): Promise<Drawn> {
  const { months } = await portfolioMonths(db, filter, shiftPeriod(periodAt(now, 'UTC', 'monthly'), -MONTHS_BACK));
  return {
    columns: [['month', 'text'], ['cost', 'amount'], ['vendor-spend', 'amount'], ['currency', 'text'], ['ratio', 'percent'], ['tonnes', 'number'], ['unknown-months', 'number']], // prettier-ignore
    rows: months.map(({ month, cost, vendorSpend, ratioBp, carbon }) => [
      month,
      cost.amount,
      vendorSpend.amount,
      cost.currency,
      shareCell(ratioBp),
      carbon.tonnes,
      carbon.unknownMonths,
    ]),
  };
}

const TABLES = {
  heat: heatRows,
  ending: endingRows,
  overdue: overdueRows,
  concentration: concentrationRows,
  months: monthRows,
} as const satisfies Record<PortfolioTable, (db: Db, asked: Asked) => Promise<Drawn>>;
