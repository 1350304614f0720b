import { periodAt, shiftPeriod } from '../../domain/calendar/periods';
import { kpiForecasts } from '../../db/read/kpi-forecast';
import { managementCosts } from '../../db/read/management-cost';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import type { EngagementPage } from '../../templates/engagement-page-data';
import { forecastsView } from '../../templates/forecast-page-data';
import { costView } from '../../templates/ledger-page-data';
import type { Beholder } from './selection-view';

const MONTHS = 6;

/** What managing the vendor cost in the last months, and where the KPIs are going. */
export async function ledgerPart(
  db: Db,
  row: EngagementRow,
  { person: { locale }, now }: Beholder,
): Promise<Pick<EngagementPage, 'cost' | 'forecasts'>> {
  const to = periodAt(now, row.time_zone, 'monthly');
  const [costs, forecasts] = await Promise.all([
    managementCosts(db, row, { from: shiftPeriod(to, 1 - MONTHS), to }),
    kpiForecasts(db, row.id),
  ]);
  return { cost: costView(costs, locale), forecasts: forecastsView(forecasts, locale) };
}
