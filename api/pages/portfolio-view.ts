import { addDays } from '../../domain/calendar/civil';
import { periodAt, shiftPeriod } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { ENDING_DAYS } from '../../domain/portfolio/heat';
import type { Locale } from '../../domain/people/people';
import type { HeatFilter, PortfolioFilter, PortfolioTable } from '../../domain/portfolio/schema';
import type { Share } from '../../domain/vendor/concentration';
import type { Db } from '../../db/knex';
import { gathering } from '../../db/once';
import { type ConcentrationFacts, readConcentration } from '../../db/read/concentration';
import { currencyRules } from '../../db/read/currency-rules';
import { type Ending, endingContracts, readHeatMap } from '../../db/read/portfolio-heat';
import { overruledSince, yearBefore } from '../../db/read/overruled';
import { portfolioChoices } from '../../db/read/portfolio-choices';
import { portfolioMonths, type PortfolioMonths } from '../../db/read/portfolio-months';
import { type Overdue, overdueApprovals } from '../../db/read/portfolio-overdue';
import { engagementPlace } from '../../templates/engagement-parts';
import { concentrationChart, emissionsChart, ratioChart } from '../../templates/portfolio-charts';
import { formatCountry } from '../../templates/format';
import type { ConcentrationRow, PortfolioPage } from '../../templates/portfolio-page-data';
import { gateTitleOf, requestTitle } from '../../templates/request-title';
import type { Sheets } from '../../templates/sheets';
import { MONTHS_BACK } from '../portfolio-tables';
import type { Reader } from './reader';
import { filtersOf, heatView, queryOf } from './portfolio-heat-view';

/** Lines of the map on a page, and of what ends or waits: the sheets have all of them. */
export const LINES = 25;
const FEW = 10;
const SHARES = { vendors: 8, groups: 3, countries: 4 } as const;

interface Asked {
  readonly filter: HeatFilter;
  readonly from: number;
  readonly reader: Pick<Reader, 'locale' | 'timeZone'>;
  readonly now: number;
}

export async function portfolioData(
  pool: Db,
  { filter: asked, from, reader, now }: Asked,
): Promise<Omit<PortfolioPage, 'next'>> {
  const db = gathering(pool);
  const { state: _state, part: _part, level: _level, ...filter } = asked;
  const today = localDate(reader.timeZone, now);
  const since = shiftPeriod(periodAt(now, 'UTC', 'monthly'), -MONTHS_BACK);
  const { reporting: currency } = await currencyRules(db);
  const [choices, map, ending, overdue, shares, months, overruled] = await Promise.all([
    portfolioChoices(db),
    readHeatMap(db, asked, { today, offset: from, limit: LINES }),
    endingContracts(db, filter, { today, days: ENDING_DAYS.amber, limit: FEW }),
    overdueApprovals(db, filter, { now, limit: FEW }),
    readConcentration(db, { currency, on: today, filter }),
    portfolioMonths(db, filter, since),
    overruledSince(db, filter, yearBefore(now)),
  ]);
  return {
    filters: filtersOf(filter, choices, reader.locale),
    heat: { ...heatView(map, { asked, from, limit: LINES }), sheets: sheetsOf('heat', asked) },
    ending: { ...endingView(ending, today), sheets: sheetsOf('ending', filter) },
    overdue: { ...overdueView(overdue, reader.locale), sheets: sheetsOf('overdue', filter) },
    concentration: { ...concentrationView(shares, filter, reader), sheets: sheetsOf('concentration', filter) },
    overruled: overruled.ended + overruled.annulled,
    months: { ...monthsView(months, reader), sheets: sheetsOf('months', filter) },
  };
}

function sheetsOf(table: PortfolioTable, filter: HeatFilter): Sheets {
  const of = (format: string): string => `/api/v1/portfolio/export?${queryOf(filter, { table, format })}`;
  return { xlsx: of('xlsx'), csv: of('csv') };
}

const endingView = ({ total, items }: Ending, today: string): Omit<PortfolioPage['ending'], 'sheets'> => ({
  total,
  days: ENDING_DAYS.amber,
  rows: items.map(({ engagementId, ...row }) => ({
    ...row,
    href: engagementPlace(engagementId, 'contract'),
    level: row.ends <= addDays(today, ENDING_DAYS.red) ? 'red' : 'amber',
  })),
});

const overdueView = ({ total, items }: Overdue, locale: Locale): Omit<PortfolioPage['overdue'], 'sheets'> => ({
  total,
  rows: items.map(({ requestId, subject, engagement, step, assignee, dueAt }) => ({
    href: `/requests/${requestId}`,
    title: requestTitle(locale, { title: subject.title, gate: gateTitleOf(subject, engagement) }),
    step,
    assignee,
    dueAt,
  })),
});

function concentrationView(
  { vendors, groups, countries, currency, rates, otherCurrencies }: ConcentrationFacts,
  filter: PortfolioFilter,
  { locale }: Asked['reader'],
): Omit<PortfolioPage['concentration'], 'sheets'> {
  const rowOf =
    (scope: ConcentrationRow['scope'], hrefOf: (key: string) => string | null) =>
    ({ key, name, engagements, spendBp, criticalBp, level }: Share): ConcentrationRow => ({
      scope,
      name: scope === 'country' ? formatCountry(key, locale) : name,
      href: hrefOf(key),
      engagements,
      spendBp,
      criticalBp,
      level,
    });
  const vendorHref = (key: string): string => `/vendors/${key}`;
  const rows = [
    ...vendors.slice(0, SHARES.vendors).map(rowOf('vendor', vendorHref)),
    ...groups.slice(0, SHARES.groups).map(rowOf('group', vendorHref)),
    ...countries
      .slice(0, SHARES.countries)
      .map(rowOf('country', (country) => `/portfolio?${queryOf({ ...filter, country })}#heat`)),
  ];
  return { rows, chart: concentrationChart(rows, locale), currency, rates, withoutRate: otherCurrencies };
}

function monthsView(
  { months, total, carbon }: PortfolioMonths,
  { locale }: Asked['reader'],
): Omit<PortfolioPage['months'], 'sheets'> {
  const rows = months.map(({ month, cost, vendorSpend, ratioBp, carbon: emitted }) => ({
    month,
    cost,
    vendorSpend,
    ratioBp,
    tonnes: emitted.tonnes,
    unknownMonths: emitted.unknownMonths,
  }));
  const { cost, vendorSpend, ratioBp, rates, withoutRate } = total;
  return {
    rows,
    ...{ cost, vendorSpend, ratioBp, rates, withoutRate },
    tonnes: carbon.tonnes,
    unknownMonths: carbon.unknownMonths,
    ratioChart: ratioChart(rows, locale),
    carbonChart: emissionsChart(rows, locale),
  };
}
